import { LIMITS } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import type { JobPool } from '../jobs/job-pool.ts';
import { createConcurrencyLimiter } from '../limits/concurrency.ts';
import { createLine } from '../limits/line.ts';
import type { LoadBounds, LoopDelay } from '../limits/overload.ts';
import { createLocalRequestLimiter, createSharedRequestLimiter } from '../limits/request-limiter.ts';
import { createSharedConcurrencyLimiter } from '../limits/shared-concurrency.ts';
import type { BucketPolicy } from '../limits/token-bucket.ts';
import { createTurns } from '../limits/turns.ts';
import type { Log } from '../observe/log.ts';
import { createMetrics } from '../observe/metrics.ts';
import type { Traces } from '../observe/traces.ts';
import type { RequestRecorder } from '../requests/create-request-recorder.ts';
import type { State } from '../state/open-state.ts';
import { createForgetful, createRemembered } from '../state/remembered.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { UrlSigner } from '../storage/url-signer.ts';
import type { WorkFolder } from '../workflows/work-folder.ts';
import type { EndReactions } from '../workflows/workflow-parts.ts';
import type { WorkflowRunner } from '../workflows/workflow-runner.ts';
import { createAdmission } from './admission.ts';
import { createAnswerMaker } from './answer.ts';
import { createWorkflowWatch } from './events/watch-workflows.ts';
import { createKeysInUse } from './keys-in-use.ts';
import { createFileCache } from './results/file-cache.ts';
import type { OperationSettings, ServerContext } from './server-context.ts';

/** How much is let in. */
export interface LimitSettings extends LoadBounds {
  /** Requests of one token. */
  readonly requests: BucketPolicy;
  /** Requests without a good token from one address. */
  readonly addressRequests: BucketPolicy;
  /** Requests of one workspace under way at the same time, on all nodes together. */
  readonly concurrency: number;
}

/** The world outside: what a test replaces. */
export interface Surroundings {
  readonly state: State;
  readonly store: ObjectStore;
  readonly urls: UrlSigner;
  readonly jobs: JobPool;
  readonly workflows: WorkflowRunner;
  readonly reactions: EndReactions;
  readonly workFolder: WorkFolder;
  readonly hasGovtDataSource: boolean;
  readonly requests: RequestRecorder;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  readonly traces: Traces;
  readonly loopDelay: Pick<LoopDelay, 'lateMs'>;
}

export const DEFAULT_LIMITS: LimitSettings = {
  requests: { quota: 1200, windowMs: 60_000 },
  addressRequests: { quota: 600, windowMs: 60_000 },
  concurrency: 32,
  maxLoopDelayMs: 250,
  maxUnderWay: 1000,
  maxPoolWaitingPerConnection: 32,
};

export const DEFAULT_OPERATION_SETTINGS: Omit<OperationSettings, 'baseUrl'> = {
  tokensPerDay: LIMITS.tokensPerDay,
  tokenLifetimeMs: 24 * 60 * 60 * 1000,
  tasksPerWorkspace: 1000,
  webhookPrivateAddresses: false,
};

/** Writers that may wait for one connection while far more come than are served. */
const STANDING_PER_CONNECTION = 1;

/** Results that are paged through: the disk holds so much of them. */
const RESULT_FILES = { mostBytes: 1_073_741_824, mostFiles: 64 };

/** Rows remembered of each kind. */
const MOST_REMEMBERED = 10_000;

export function createServerContext(
  settings: OperationSettings,
  limits: LimitSettings,
  surroundings: Surroundings,
): ServerContext {
  const { state, clock, randomness, log, traces, loopDelay } = surroundings;
  const { store, urls, jobs, workflows, reactions, workFolder, hasGovtDataSource, requests } = surroundings;
  const { max: places } = state.pool();
  const readings = {
    get loopDelayMs() {
      return loopDelay.lateMs;
    },
    get poolWaiting() {
      return state.pool().waiting;
    },
    poolMax: places,
  };
  const admission = createAdmission(readings, limits, clock);
  const longest = places * limits.maxPoolWaitingPerConnection;
  const standing = Math.min(longest, places * STANDING_PER_CONNECTION);
  const handOver = state.isShared ? (next: () => void) => next() : createTurns();
  const writers = createLine({ places, longest, standing }, clock, handOver);
  const gauges = {
    underWay: () => admission.underWay,
    loopDelayMs: () => loopDelay.lateMs,
    poolWaiting: () => state.pool().waiting + writers.waiting,
    requestsDropped: () => requests.dropped,
  };
  const createUlid = createUlids(clock, randomness);
  return {
    settings,
    state,
    store,
    urls,
    jobs,
    workflows,
    reactions,
    workFolder,
    resultFiles: createFileCache({ store, workFolder, ...RESULT_FILES }),
    hasGovtDataSource,
    memories: {
      // That another node has ended one is told by its bucket; nothing else of a token changes.
      tokens: createRemembered(MOST_REMEMBERED),
      configs: state.isShared ? createForgetful() : createRemembered(MOST_REMEMBERED),
    },
    clock,
    randomness,
    createUlid,
    answers: createAnswerMaker(settings.baseUrl),
    admission,
    writers,
    keysInUse: createKeysInUse(),
    tokenLimiter: state.isShared
      ? createSharedRequestLimiter(state.db, limits.requests)
      : createLocalRequestLimiter(limits.requests),
    // An address is seen by one node at a time; its bucket is not worth a statement.
    addressLimiter: createLocalRequestLimiter(limits.addressRequests),
    concurrency: state.isShared
      ? createSharedConcurrencyLimiter(state.db, createUlid(), limits.concurrency, clock)
      : createConcurrencyLimiter(limits.concurrency),
    events: {
      places: createConcurrencyLimiter(LIMITS.eventStreams, LIMITS.eventStreamMs + LIMITS.eventHeartbeatMs),
      watch: createWorkflowWatch({ db: state.db, clock, admission }),
    },
    requests,
    log,
    metrics: createMetrics(gauges),
    traces,
  };
}
