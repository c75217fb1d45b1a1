import type { Clock } from './clock.ts';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved; sleepers wake in order when it passes them. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** How many sleeps are under way, so that a test can wait for one to begin. */
  readonly sleepers: number;
}

export function createFakeClock(startMs = Date.UTC(2026, 10, 22, 6)): FakeClock {
  let currentMs = startMs;
  let sleeping: Sleeper[] = [];
  return {
    nowMs: () => currentMs,
    get sleepers() {
      return sleeping.length;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const onAbort = () => {
          sleeping = sleeping.filter((other) => other !== sleeper);
          resolve();
        };
        const wake = () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper: Sleeper = { wakeAtMs: currentMs + ms, wake };
        sleeping.push(sleeper);
        signal?.addEventListener('abort', onAbort);
      }),
    advance(ms) {
      currentMs += ms;
      const due = sleeping.filter((sleeper) => sleeper.wakeAtMs <= currentMs);
      sleeping = sleeping.filter((sleeper) => sleeper.wakeAtMs > currentMs);
      for (const sleeper of due.sort((a, b) => a.wakeAtMs - b.wakeAtMs)) sleeper.wake();
    },
  };
}
