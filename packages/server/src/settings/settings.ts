import * as z from 'zod';
import { httpUrl, memory, origins, someText, textLike, trueOrFalse, wholeNumber } from './setting-forms.ts';

/** One thing that decides how the server runs: by flag, by environment, or in the file under its own name. */
interface Setting {
  readonly env: string;
  readonly flag: `--${string}`;
  readonly placeholder: string;
  readonly description: string;
  readonly schema: z.ZodType;
  /** Never shown. */
  readonly isSecret?: true;
}

const setting = <const Schema extends z.ZodType>(
  flag: Setting['flag'],
  placeholder: string,
  env: string,
  schema: Schema,
  description: string,
  isSecret?: true,
) => ({ flag, placeholder, env, schema, description, ...(isSecret === undefined ? {} : { isSecret }) });

/** Every setting of `milaan serve`, `milaan client` and `milaan doctor`. */
export const SETTINGS = {
  host: setting('--host', 'address', 'MILAAN_HOST', someText.default('127.0.0.1'), 'where to listen'),
  port: setting('--port', 'number', 'MILAAN_PORT', wholeNumber(0, 65_535).default(8080), '0 takes a free one'),
  dataDir: setting('--data-dir', 'folder', 'MILAAN_DATA_DIR', someText.default('milaan-data'), 'what the server keeps'),
  storageDir: setting(
    '--storage-dir',
    'folder',
    'MILAAN_STORAGE_DIR',
    someText.optional(),
    'where files are kept; objects in the data folder unless said',
  ),
  s3Bucket: setting(
    '--s3-bucket',
    'name',
    'MILAAN_S3_BUCKET',
    textLike(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket').optional(),
    'a bucket of S3 in place of a folder',
  ),
  s3Endpoint: setting(
    '--s3-endpoint',
    'url',
    'MILAAN_S3_ENDPOINT',
    httpUrl.optional(),
    'of an S3 server that is not AWS',
  ),
  s3PublicEndpoint: setting(
    '--s3-public-endpoint',
    'url',
    'MILAAN_S3_PUBLIC_ENDPOINT',
    httpUrl.optional(),
    'the same S3 server as callers see it',
  ),
  s3Region: setting('--s3-region', 'name', 'MILAAN_S3_REGION', someText.default('us-east-1'), 'of the bucket'),
  s3PathStyle: setting(
    '--s3-path-style',
    'true|false',
    'MILAAN_S3_PATH_STYLE',
    trueOrFalse.optional(),
    'the bucket in the path, not in the host; true with an endpoint unless said',
  ),
  s3AccessKeyId: setting(
    '--s3-access-key-id',
    'id',
    'MILAAN_S3_ACCESS_KEY_ID',
    someText.optional(),
    "unless said, what AWS's own tools would find",
  ),
  s3SecretAccessKey: setting(
    '--s3-secret-access-key',
    'secret',
    'MILAAN_S3_SECRET_ACCESS_KEY',
    someText.optional(),
    'of that id; better by environment than by flag',
    true,
  ),
  gstProvider: setting(
    '--gst-provider',
    'file',
    'MILAAN_GST_PROVIDER',
    someText.optional(),
    'JSON that says how statements are fetched from a GST provider',
  ),
  drop: setting(
    '--drop',
    'folder',
    'MILAAN_DROP',
    someText.optional(),
    'a folder whose INPUT is taken in and whose OUTPUT gets the results',
  ),
  dropWorkspace: setting(
    '--drop-workspace',
    'name',
    'MILAAN_DROP_WORKSPACE',
    someText.max(200, 'must be at most 200 characters').default('default'),
    'the workspace in which dropped files are taken in',
  ),
  databaseUrl: setting(
    '--database-url',
    'url',
    'DATABASE_URL',
    textLike(/^postgres(?:ql)?:\/\/\S+$/, 'must be postgres://user:password@host/database').optional(),
    'a Postgres in place of the embedded database',
    true,
  ),
  databaseSchema: setting(
    '--database-schema',
    'name',
    'MILAAN_DATABASE_SCHEMA',
    textLike(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a plain name in lower case').default('milaan'),
    'the schema that holds the tables',
  ),
  databasePool: setting(
    '--database-pool',
    'number',
    'MILAAN_DATABASE_POOL',
    wholeNumber(1, 200).default(10),
    'connections to Postgres',
  ),
  baseUrl: setting('--base-url', 'url', 'MILAAN_BASE_URL', httpUrl.optional(), 'the public address, as callers see it'),
  trustedProxies: setting(
    '--trusted-proxies',
    'number',
    'MILAAN_TRUSTED_PROXIES',
    wholeNumber(0, 10).default(0),
    'how many proxies in front set X-Forwarded-For',
  ),
  corsOrigins: setting(
    '--cors-origins',
    'list',
    'MILAAN_CORS_ORIGINS',
    origins.default([]),
    'sites whose pages may call, or *',
  ),
  requestsPerMinute: setting(
    '--requests-per-minute',
    'number',
    'MILAAN_REQUESTS_PER_MINUTE',
    wholeNumber(1, 1_000_000).default(1200),
    'of one token',
  ),
  addressRequestsPerMinute: setting(
    '--address-requests-per-minute',
    'number',
    'MILAAN_ADDRESS_REQUESTS_PER_MINUTE',
    wholeNumber(1, 1_000_000).default(600),
    'without a good token, from one address',
  ),
  concurrency: setting(
    '--concurrency',
    'number',
    'MILAAN_CONCURRENCY',
    wholeNumber(1, 10_000).default(32),
    'requests of one workspace at the same time',
  ),
  tokenHours: setting(
    '--token-hours',
    'number',
    'MILAAN_TOKEN_HOURS',
    wholeNumber(0, 8760).default(24),
    'how long a token is good; 0 is for ever',
  ),
  workflows: setting(
    '--workflows',
    'number',
    'MILAAN_WORKFLOWS',
    wholeNumber(1, 100).default(8),
    'that run here at the same time; the others wait',
  ),
  tasksPerWorkspace: setting(
    '--tasks-per-workspace',
    'number',
    'MILAAN_TASKS_PER_WORKSPACE',
    wholeNumber(1, 1_000_000).default(1000),
    'workflows, and ingestions, that may run or wait',
  ),
  drainSeconds: setting(
    '--drain-seconds',
    'number',
    'MILAAN_DRAIN_SECONDS',
    wholeNumber(0, 3600).default(25),
    'for requests under way to finish at the end',
  ),
  drainNoticeSeconds: setting(
    '--drain-notice-seconds',
    'number',
    'MILAAN_DRAIN_NOTICE_SECONDS',
    wholeNumber(0, 600).default(0),
    'how long requests are served on at the end, for proxies that learn late of it',
  ),
  webhookPrivateAddresses: setting(
    '--webhook-private-addresses',
    'true|false',
    'MILAAN_WEBHOOK_PRIVATE_ADDRESSES',
    trueOrFalse.default(false),
    'whether webhooks may be http or lead into the own network',
  ),
  jobs: setting(
    '--jobs',
    'number',
    'MILAAN_JOBS',
    wholeNumber(1, 64).optional(),
    'files read and reconciliations made at the same time; the machine decides when not given',
  ),
  jobMemory: setting(
    '--job-memory',
    'size',
    'MILAAN_JOB_MEMORY',
    memory.optional(),
    'what the database of one of them may use, such as 4GB; beyond it works on disk',
  ),
  logLevel: setting(
    '--log-level',
    'level',
    'MILAAN_LOG_LEVEL',
    z.enum(['silent', 'error', 'warn', 'info', 'debug'], 'must be silent, error, warn, info or debug').default('info'),
    'silent, error, warn, info, debug',
  ),
  otlpEndpoint: setting(
    '--otlp-endpoint',
    'url',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    textLike(/^https?:\/\/[^\s]+$/, 'must be an address such as http://127.0.0.1:4318').optional(),
    'a collector for OpenTelemetry traces',
  ),
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** The settings, checked. */
export type Settings = { readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> };

export const SETTING_NAMES: readonly SettingName[] = Object.freeze(
  Object.keys(SETTINGS) as SettingName[], // Object.keys forgets the keys
);
