import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Problem, problem } from '@milaan/contract';

/** What is looked at before a request is let in: read anew each time, so getters of one object that stays. */
export interface LoadReadings {
  /** How late the event loop lately was, in ms. */
  readonly loopDelayMs: number;
  /** Callers that wait for a database connection, and how many connections there are at most. */
  readonly poolWaiting: number;
  readonly poolMax: number;
}

export interface LoadBounds {
  readonly maxLoopDelayMs: number;
  readonly maxUnderWay: number;
  /** Waiting callers per database connection. */
  readonly maxPoolWaitingPerConnection: number;
}

/** How long until a shed caller may try again: the readings are younger than this, so a spike is over by then. */
const SHED_RETRY_AFTER_MS = 1000;

/** Whether another request would hurt those already let in. */
export function shouldShed(readings: LoadReadings, underWay: number, bounds: LoadBounds): boolean {
  return (
    readings.loopDelayMs > bounds.maxLoopDelayMs ||
    underWay >= bounds.maxUnderWay ||
    readings.poolWaiting >= bounds.maxPoolWaitingPerConnection * readings.poolMax
  );
}

export const overloaded = (): Problem => problem('overloaded', { retryAfterMs: SHED_RETRY_AFTER_MS });

export interface LoopDelay {
  /** How late the loop was in the last window, in ms. */
  readonly lateMs: number;
  stop(): void;
}

const RESOLUTION_MS = 20;
const WINDOW_MS = 200;

/**
 * Measures the event loop's delay in windows of 200 ms. The reading is the window's median, not its worst, so that one
 * garbage collection sheds nobody and a busy loop is seen within two windows.
 */
export function watchLoopDelay(): LoopDelay {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let lateMs = 0;
  const timer = setInterval(() => {
    // The histogram counts from when its timer was set, so an idle loop reads as the resolution.
    lateMs = histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(50) / 1e6 - RESOLUTION_MS);
    histogram.reset();
  }, WINDOW_MS);
  timer.unref();
  return {
    get lateMs() {
      return lateMs;
    },
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
