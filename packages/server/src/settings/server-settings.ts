import { LIMITS } from '@milaan/contract';
import { DEFAULT_LIMITS } from '../http/create-server-context.ts';
import type { ServerSettings } from '../start-server.ts';
import type { StateSettings } from '../state/open-state.ts';
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

/** The settings as the server takes them. */
export const serverSettings = (settings: Settings, version: string): ServerSettings => ({
  listen: { host: settings.host, port: settings.port },
  trustedProxies: settings.trustedProxies,
  baseUrl: settings.baseUrl ?? null,
  operations: {
    tokensPerDay: LIMITS.tokensPerDay,
    tokenLifetimeMs: settings.tokenHours === 0 ? null : settings.tokenHours * HOUR_MS,
  },
  state: stateSettings(settings),
  limits: {
    ...DEFAULT_LIMITS,
    requests: { quota: settings.requestsPerMinute, windowMs: MINUTE_MS },
    addressRequests: { quota: settings.addressRequestsPerMinute, windowMs: MINUTE_MS },
    concurrency: settings.concurrency,
  },
  corsOrigins: settings.corsOrigins,
  log: { level: settings.logLevel },
  traces: { otlpEndpoint: settings.otlpEndpoint ?? null, version },
  drainMs: settings.drainSeconds * SECOND_MS,
  drainNoticeMs: settings.drainNoticeSeconds * SECOND_MS,
});
