import * as z from 'zod';

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number(`must be a whole number from ${least} to ${most}`)
    .int(`must be a whole number from ${least} to ${most}`)
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

const httpUrl = z
  .string()
  .regex(/^https?:\/\/[^/\s]+$/, 'must be an address such as https://milaan.company.example, without a path');

const origins = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(',').map((origin) => origin.trim()))])
  .transform((list) => list.filter((origin) => origin !== ''));

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
  host: setting('--host', 'address', 'MILAAN_HOST', z.string().min(1).default('127.0.0.1'), 'where to listen'),
  port: setting('--port', 'number', 'MILAAN_PORT', wholeNumber(0, 65_535).default(8080), '0 takes a free one'),
  dataDir: setting(
    '--data-dir',
    'folder',
    'MILAAN_DATA_DIR',
    z.string().min(1).default('milaan-data'),
    'what the server keeps',
  ),
  databaseUrl: setting(
    '--database-url',
    'url',
    'DATABASE_URL',
    z
      .string()
      .regex(/^postgres(?:ql)?:\/\/\S+$/, 'must be postgres://user:password@host/database')
      .optional(),
    'a Postgres in place of the embedded database',
    true,
  ),
  databaseSchema: setting(
    '--database-schema',
    'name',
    'MILAAN_DATABASE_SCHEMA',
    z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be a plain name in lower case')
      .default('milaan'),
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
    'how long the port stays open for refusals at the end',
  ),
  logLevel: setting(
    '--log-level',
    'level',
    'MILAAN_LOG_LEVEL',
    z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
    'silent, error, warn, info, debug',
  ),
  otlpEndpoint: setting(
    '--otlp-endpoint',
    'url',
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    z.url().optional(),
    'a collector for OpenTelemetry traces',
  ),
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;

/** The settings, checked. */
export type Settings = { readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> };

export const SETTING_NAMES: readonly SettingName[] = Object.freeze(
  Object.keys(SETTINGS) as SettingName[], // Object.keys forgets the keys
);
