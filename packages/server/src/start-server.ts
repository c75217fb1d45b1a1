import { openConsole } from './admin/open-console.ts';
import { type Drop, type DropSettings, openDrop } from './drop/open-drop.ts';
import { createApp } from './http/app.ts';
import type { CorsPolicy } from './http/cors.ts';
import { createServerContext, type LimitSettings } from './http/create-server-context.ts';
import type { OperationSettings, ServerContext } from './http/server-context.ts';
import { systemClock } from './injected/clock.ts';
import { createSystemRandomness } from './injected/randomness.ts';
import { createUlids } from './injected/ulid.ts';
import type { JobSettings } from './jobs/job-budget.ts';
import { createJobPool } from './jobs/job-pool.ts';
import { watchLoopDelay } from './limits/overload.ts';
import { closeConnections } from './node/close-connections.ts';
import { type Address, listen } from './node/listen.ts';
import { nameOf, portOf, urlOf } from './node/server-url.ts';
import { createTraces, type TraceSettings } from './observe/create-traces.ts';
import { createLog, type LogSettings } from './observe/log.ts';
import { createGovtDataSource } from './providers/govt-data-source.ts';
import { readProviderFile } from './providers/provider-file.ts';
import { createRequestRecorder } from './requests/create-request-recorder.ts';
import { forgetOldRecords } from './state/idempotency-records.ts';
import { openState, type StateSettings } from './state/open-state.ts';
import { forgetFullBuckets } from './state/rate-buckets.ts';
import { forgetOldRequestBlocks } from './state/request-blocks.ts';
import { forgetOldDeliveries } from './state/webhook-deliveries.ts';
import { forgetOldUploads } from './storage/forget-old-uploads.ts';
import { openStorage, type StorageSettings } from './storage/open-storage.ts';
import { createDeliveries } from './webhooks/create-deliveries.ts';
import { createEndReactions } from './webhooks/on-ended.ts';
import { openWorkflows, type WorkflowSettings } from './workflows/open-workflows.ts';

/** Everything that decides how a server runs. */
export interface ServerSettings {
  readonly listen: Address;
  /** How many proxies stand in front and add to `X-Forwarded-For`; 0 believes nobody. */
  readonly trustedProxies?: number;
  /** The public address; null: the one that is listened on. */
  readonly baseUrl: string | null;
  readonly operations: Omit<OperationSettings, 'baseUrl'>;
  readonly state: StateSettings;
  readonly storage: StorageSettings;
  /** The file that describes the GST provider; null for none. */
  readonly gstProvider?: string | null;
  /** A folder to watch; null for none. */
  readonly drop?: DropSettings | null;
  readonly limits: LimitSettings;
  readonly jobs: JobSettings;
  readonly workflows: WorkflowSettings;
  readonly corsOrigins: CorsPolicy;
  readonly log: LogSettings;
  readonly traces: TraceSettings;
  /** How long requests under way may take to finish after the server was told to stop. */
  readonly drainMs: number;
  /** How long it goes on serving before that, for proxies that learn of it late. */
  readonly drainNoticeMs: number;
  /** How long everything may take to close then; a database that hangs is cut off. */
  readonly closeMs?: number;
}

export interface RunningServer {
  /** Where it listens, without a slash at its end. */
  readonly url: string;
  readonly server: ServerContext;
  /**
   * Serves on until proxies know, then lets the requests under way finish, refuses new ones as `draining`, and closes
   * everything. Safe to call twice.
   */
  stop(): Promise<void>;
}

/** With the time for the drain it stays within the half minute that most supervisors give. */
const CLOSE_MS = 4000;

const HOUR_MS = 60 * 60 * 1000;

/**
 * Starts a server: opens its state, brings the schema to the newest version, and listens.
 * @throws what the database, the file system or the port said when one of them cannot be used
 */
export async function startServer(settings: ServerSettings): Promise<RunningServer> {
  const log = createLog(settings.log);
  // A file that lacks or is wrong is told now, not when the first workflow needs it.
  if (settings.gstProvider != null) await readProviderFile(settings.gstProvider);
  const state = await openState(settings.state);
  const traces = await createTraces(settings.traces);
  const { host } = settings.listen;
  const [clock, randomness] = [systemClock, createSystemRandomness()];
  // A free port is known when it is listened on, which is before anybody asks.
  let ownUrl = urlOf(nameOf(host), settings.listen.port);
  const baseUrl = () => settings.baseUrl ?? ownUrl;
  const storage = await openStorage(settings.storage, { db: state.db, baseUrl, clock, randomness }).catch(
    async (error: unknown) => {
      await state.close();
      throw error;
    },
  );
  const jobs = createJobPool(settings.jobs, clock);
  const createUlid = createUlids(clock, randomness);
  const reactions = createEndReactions(createUlid);
  const requests = createRequestRecorder({
    db: state.db,
    clock,
    createUlid,
    onFault: (error) => log.onFault(error, null),
  });
  const allowsPrivate = settings.operations.webhookPrivateAddresses;
  const { gstProvider = null } = settings;
  const govtData = gstProvider === null ? null : createGovtDataSource(gstProvider, clock);
  const opened = await openWorkflows(settings.workflows, {
    state,
    schema: settings.state.schema,
    store: storage.store,
    jobs,
    reactions,
    deliveries: createDeliveries({ db: state.db, clock, randomness, allowsPrivate }),
    govtData,
    clock,
    createUlid,
    log,
  }).catch(async (error: unknown) => {
    await jobs.close();
    await storage.store.close();
    await state.close();
    throw error;
  });
  const { http, serve } = await listen(settings.listen).catch(async (error: unknown) => {
    await opened.workflows.close();
    await jobs.close();
    await storage.store.close();
    await state.close();
    throw error;
  });
  // Only now the port is known, where the system has chosen it. Nothing is awaited until the app is on it.
  const port = portOf(http);
  ownUrl = urlOf(nameOf(host), port);
  // Watched from now on only: how long a start takes is nobody's load.
  const loopDelay = watchLoopDelay();
  const surroundings = {
    ...storage,
    ...opened,
    jobs,
    reactions,
    hasGovtDataSource: govtData !== null,
    requests,
    state,
    clock,
    randomness,
    log,
    traces,
    loopDelay,
  };
  const server = createServerContext({ ...settings.operations, baseUrl: baseUrl() }, settings.limits, surroundings);
  const app = createApp(server, settings.corsOrigins);
  serve(app, settings.trustedProxies);
  let drop: Drop | null = null;
  const stopAdmin = await openConsole(settings.state.dataDir, server, storage, log);
  const forget = async () => {
    const nowMs = systemClock.nowMs();
    await forgetOldRecords(state.db, new Date(nowMs));
    await forgetOldDeliveries(state.db, new Date(nowMs));
    await forgetOldRequestBlocks(state.db, new Date(nowMs));
    await forgetFullBuckets(state.db, settings.limits.requests.windowMs, nowMs);
    await forgetOldUploads(state.db, storage.store, new Date(nowMs));
    await storage.keys.current();
  };
  const sweep = setInterval(() => forget().catch((error: unknown) => log.onFault(error, null)), HOUR_MS).unref();
  log.onEvent('listening', { host, port, database: state.isShared ? 'postgres' : 'embedded' });

  const closeAll = async (): Promise<void> => {
    await stopAdmin();
    await requests.close();
    loopDelay.stop();
    server.metrics.stop();
    await traces.stop();
    // The places expire by themselves where the database is away.
    await server.concurrency.stop().catch((error: unknown) => log.onFault(error, null));
    await opened.workflows.close();
    await jobs.close();
    await storage.store.close();
    await state.close();
  };
  const stop = async (): Promise<void> => {
    const { admission, clock } = server;
    log.onEvent('draining', { underWay: admission.underWay });
    const refusesFromMs = clock.nowMs() + settings.drainNoticeMs;
    admission.startDraining(refusesFromMs + settings.drainMs, refusesFromMs);
    const giveUp = new AbortController();
    const workflowsDrained = opened.workflows.drain(settings.drainMs);
    // What it has begun it goes on with at the next start, so a long copy is not waited for.
    const dropClosed = Promise.race([drop?.close(), clock.sleep(settings.drainMs, giveUp.signal)]);
    await clock.sleep(settings.drainNoticeMs);
    const isEmpty = await Promise.race([
      admission.empty().then(() => true),
      clock.sleep(settings.drainMs, giveUp.signal).then(() => false),
    ]);
    await workflowsDrained;
    await dropClosed;
    giveUp.abort();
    await closeConnections(http, isEmpty ? 1000 : 0);
    clearInterval(sweep);
    const closeMs = settings.closeMs ?? CLOSE_MS;
    const cutOff = setTimeout(() => {
      log.onEvent('database cut off', { afterMs: closeMs });
      state.cutOff();
    }, closeMs);
    await closeAll().finally(() => clearTimeout(cutOff));
    log.onEvent('stopped', { cutOff: admission.underWay });
    log.flush();
  };
  if (settings.drop != null) {
    drop = await openDrop(settings.drop, app, server).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
  }
  let stopping: Promise<void> | null = null;
  return {
    url: urlOf(host, port),
    server,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
