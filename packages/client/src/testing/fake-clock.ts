import type { Clock } from '../injected/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A clock for tests. It stands still but for sleeps, which take no time to whoever watches. */
export interface FakeClock extends Clock {
  /** How long each sleep was, in the order in which they began, in milliseconds. */
  readonly sleeps: readonly number[];
  /** Moves time on, running the timers that it passes in their order. */
  advance(ms: number): void;
  /** Timers that were set and neither ran nor were undone. */
  readonly timers: number;
}

export function createFakeClock(startMs = Date.UTC(2026, 10, 22, 6)): FakeClock {
  let currentMs = startMs;
  const timers = new Set<Timer>();
  const sleeps: number[] = [];
  const nextDue = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
  const advance = (ms: number): void => {
    const untilMs = currentMs + ms;
    for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
      timers.delete(timer);
      currentMs = Math.max(currentMs, timer.dueMs);
      timer.run();
    }
    currentMs = untilMs;
  };
  return {
    nowMs: () => currentMs,
    sleeps,
    advance,
    get timers() {
      return timers.size;
    },
    after(ms, action) {
      const timer = { dueMs: currentMs + ms, run: action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async sleep(ms, signal) {
      if (signal.aborted) return;
      sleeps.push(ms);
      const wakeMs = currentMs + ms;
      // Whoever is at work at this moment goes first, as it would while time passes.
      await Promise.resolve();
      if (!signal.aborted && wakeMs > currentMs) advance(wakeMs - currentMs);
    },
  };
}
