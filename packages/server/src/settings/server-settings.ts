import { LIMITS } from '@milaan/contract';
import { DEFAULT_LIMITS } from '../http/create-server-context.ts';
import type { ServerSettings } from '../start-server.ts';
import type { StateSettings } from '../state/open-state.ts';
import { objectsFolder, type StorageSettings } from '../storage/open-storage.ts';
import { S3_TIMEOUT_MS } from '../storage/s3-settings.ts';
import { workFolderIn } from '../workflows/open-workflows.ts';
import type { Settings } from './settings.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long a caller may wait for a connection, and a statement for its end: well within the time of a request. */
const DATABASE_TIMEOUT_MS = 10 * SECOND_MS;

export const stateSettings = (settings: Settings): StateSettings => ({
  databaseUrl: settings.databaseUrl,
  dataDir: settings.dataDir,
  schema: settings.databaseSchema,
  poolSize: settings.databasePool,
  databaseTimeoutMs: DATABASE_TIMEOUT_MS,
});

export function storageSettings(settings: Settings): StorageSettings {
  const { s3Bucket: bucket, s3AccessKeyId: accessKeyId, s3SecretAccessKey: secretAccessKey } = settings;
  if (bucket === undefined) {
    return { kind: 'folder', folder: settings.storageDir ?? objectsFolder(settings.dataDir) };
  }
  return {
    kind: 's3',
    bucket,
    region: settings.s3Region,
    endpoint: settings.s3Endpoint,
    publicEndpoint: settings.s3PublicEndpoint,
    pathStyle: settings.s3PathStyle ?? settings.s3Endpoint !== undefined,
    credentials: accessKeyId === undefined || secretAccessKey === undefined ? null : { accessKeyId, secretAccessKey },
    timeoutMs: S3_TIMEOUT_MS,
  };
}

/** The settings as the server takes them. */
export const serverSettings = (settings: Settings, version: string): ServerSettings => ({
  listen: { host: settings.host, port: settings.port },
  trustedProxies: settings.trustedProxies,
  baseUrl: settings.baseUrl ?? null,
  operations: {
    tokensPerDay: LIMITS.tokensPerDay,
    tokenLifetimeMs: settings.tokenHours === 0 ? null : settings.tokenHours * HOUR_MS,
    tasksPerWorkspace: settings.tasksPerWorkspace,
    webhookPrivateAddresses: settings.webhookPrivateAddresses,
  },
  state: stateSettings(settings),
  storage: storageSettings(settings),
  gstProvider: settings.gstProvider ?? null,
  drop: settings.drop === undefined ? null : { folder: settings.drop, workspace: settings.dropWorkspace },
  limits: {
    ...DEFAULT_LIMITS,
    requests: { quota: settings.requestsPerMinute, windowMs: MINUTE_MS },
    addressRequests: { quota: settings.addressRequestsPerMinute, windowMs: MINUTE_MS },
    concurrency: settings.concurrency,
  },
  workflows: { workDir: workFolderIn(settings.dataDir), concurrency: settings.workflows },
  jobs: { jobs: settings.jobs ?? null, jobMemoryBytes: settings.jobMemory ?? null },
  corsOrigins: settings.corsOrigins,
  log: { level: settings.logLevel },
  traces: { otlpEndpoint: settings.otlpEndpoint ?? null, version },
  drainMs: settings.drainSeconds * SECOND_MS,
  drainNoticeMs: settings.drainNoticeSeconds * SECOND_MS,
});
