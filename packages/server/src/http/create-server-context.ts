import { LIMITS } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import { createConcurrencyLimiter } from '../limits/concurrency.ts';
import type { LoadBounds, LoopDelay } from '../limits/overload.ts';
import { createLocalRequestLimiter, createSharedRequestLimiter } from '../limits/request-limiter.ts';
import type { BucketPolicy } from '../limits/token-bucket.ts';
import type { Log } from '../observe/log.ts';
import { createMetrics } from '../observe/metrics.ts';
import type { Traces } from '../observe/traces.ts';
import type { State } from '../state/open-state.ts';
import { createForgetful, createRemembered } from '../state/remembered.ts';
import { createAdmission } from './admission.ts';
import { createAnswerMaker } from './answer.ts';
import { createKeysInUse } from './keys-in-use.ts';
import type { OperationSettings, ServerContext } from './server-context.ts';

/** How much is let in. */
export interface LimitSettings extends LoadBounds {
  /** Requests of one token. */
  readonly requests: BucketPolicy;
  /** Requests without a good token from one address. */
  readonly addressRequests: BucketPolicy;
  /** Requests of one workspace under way at the same time, on each node. */
  readonly concurrency: number;
}

/** The world outside: what a test replaces. */
export interface Surroundings {
  readonly state: State;
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
};

/** Rows remembered of each kind. */
const MOST_REMEMBERED = 10_000;

export function createServerContext(
  settings: OperationSettings,
  limits: LimitSettings,
  { state, clock, randomness, log, traces, loopDelay }: Surroundings,
): ServerContext {
  const readings = () => {
    const { max, waiting } = state.pool();
    return { loopDelayMs: loopDelay.lateMs, poolWaiting: waiting, poolMax: max };
  };
  const admission = createAdmission(readings, limits, clock);
  const remember = <Value>() => (state.isShared ? createForgetful<Value>() : createRemembered<Value>(MOST_REMEMBERED));
  const gauges = {
    underWay: () => admission.underWay,
    loopDelayMs: () => loopDelay.lateMs,
    poolWaiting: () => state.pool().waiting,
  };
  return {
    settings,
    state,
    memories: { tokens: remember(), configs: remember() },
    clock,
    randomness,
    createUlid: createUlids(clock, randomness),
    answers: createAnswerMaker(settings.baseUrl),
    admission,
    keysInUse: createKeysInUse(),
    tokenLimiter: state.isShared
      ? createSharedRequestLimiter(state.db, limits.requests)
      : createLocalRequestLimiter(limits.requests),
    // An address is seen by one node at a time; its bucket is not worth a statement.
    addressLimiter: createLocalRequestLimiter(limits.addressRequests),
    concurrency: createConcurrencyLimiter(limits.concurrency),
    log,
    metrics: createMetrics(gauges),
    traces,
  };
}
