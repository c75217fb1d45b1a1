import type { WorkflowQueue } from '@dbos-inc/dbos-sdk';
import { runWithAbortableDbRetries } from '@dbos-inc/dbos-sdk/internal/context';
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
import { INTERNAL_QUEUE_NAME } from '@dbos-inc/dbos-sdk/internal/utils';
import { wfQueueRunner } from '@dbos-inc/dbos-sdk/internal/wfqueue';
import { workflowTimeoutConfig } from '@dbos-inc/dbos-sdk/internal/workflow_management';
import type { Clock } from '../injected/clock.ts';
import { endOnce } from './end-once.ts';

/** What of the engine's queues its class keeps to itself. Its version is pinned; the tests of workflows would miss it. */
interface QueueRunner {
  pollQueue(executor: DBOSExecutor, queue: WorkflowQueue): Promise<boolean>;
  readonly constructor: { reconcileIntervalMs: number; transitionIntervalMs: number };
}
const runner = wfQueueRunner as unknown as QueueRunner; // the same object, its private side

/** Nobody waits for these: the set of queues does not change, and no work is delayed or has a deadline. */
const UPKEEP_MS = 30_000;
/** While something runs here: its end may make room for what waits. */
const BUSY_POLL_MS = 250;

/** How long work of another node may wait for this one, or, with the embedded database, what no wake-up was heard of. */
export const idlePollMs = (isShared: boolean): number => (isShared ? 1000 : 10_000);

export interface QueuePolls {
  /** Looks at the queues now. Told, not called, so that what begins is no part of whoever tells. */
  wake(): void;
  /** Ends after the look that is under way. */
  stop(): Promise<void>;
}

/**
 * Looks at the queues of the engine when there may be something in them. The engine itself looks all the time: with the
 * embedded database that costs a twentieth of a core for nothing.
 */
export function startQueuePolls(
  queues: readonly WorkflowQueue[],
  isBusy: () => boolean,
  clock: Clock,
  idleMs: number,
): QueuePolls {
  Object.assign(runner.constructor, { reconcileIntervalMs: UPKEEP_MS, transitionIntervalMs: UPKEEP_MS });
  workflowTimeoutConfig.pollingIntervalMs = UPKEEP_MS;
  const internal = wfQueueRunner.getInternalQueue(INTERNAL_QUEUE_NAME);
  if (internal !== undefined) internal.minPollingIntervalMs = idleMs;
  const polled = internal === undefined ? queues : [internal, ...queues];
  const ended = new AbortController();
  // Work that a crash cut off has been put into a queue by now.
  let isWoken = true;
  let wake = () => {};
  const rest = (wasBusy: boolean): Promise<void> => {
    if (isWoken) return Promise.resolve();
    const over = new AbortController();
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const signal = AbortSignal.any([ended.signal, over.signal]);
    const waits = wasBusy || isBusy() ? [woken, clock.sleep(BUSY_POLL_MS, signal)] : [woken, endOnce(signal)];
    return Promise.race(waits).finally(() => over.abort());
  };
  const look = async () => {
    for (const queue of polled) {
      const executor = DBOSExecutor.globalInstance;
      if (executor === undefined || ended.signal.aborted) return;
      // It tells its log of what the database said.
      await runner.pollQueue(executor, queue);
    }
  };
  const run = async () => {
    let wasBusy = false;
    while (!ended.signal.aborted) {
      await rest(wasBusy);
      isWoken = false;
      // Once more after the last has ended: its place is free only a moment later.
      wasBusy = isBusy();
      await look();
    }
  };
  // As the engine's own looks: a database that is away is tried again, but not by a process that ends.
  const running = runWithAbortableDbRetries(ended.signal, run);
  return {
    wake: () => {
      isWoken = true;
      wake();
    },
    stop: () => {
      ended.abort();
      return running;
    },
  };
}
