import type { Clock } from '../injected/clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
  readonly isSleep: boolean;
}

/**
 * A clock for tests. It stands still while anybody is at work; when everybody sleeps it jumps to the first who wakes,
 * so that waits take no time. Timers that are no sleeps run when time passes them.
 */
export interface FakeClock extends Clock {
  /** How long each sleep was, in the order in which they began, in milliseconds. */
  readonly sleeps: readonly number[];
  /** Moves time on, running the timers that it passes in their order. */
  advance(ms: number): void;
  /** Timers that were set and neither ran nor were undone, sleeps among them. */
  readonly timers: number;
}

export function createFakeClock(startMs = Date.UTC(2026, 10, 22, 6)): FakeClock {
  let currentMs = startMs;
  let isJumping = false;
  const timers = new Set<Timer>();
  const sleeps: number[] = [];
  const first = (those: Iterable<Timer>): Timer | undefined => [...those].sort((a, b) => a.dueMs - b.dueMs)[0];
  const advance = (ms: number): void => {
    const untilMs = currentMs + ms;
    for (let due = first(timers); due !== undefined && due.dueMs <= untilMs; due = first(timers)) {
      timers.delete(due);
      currentMs = Math.max(currentMs, due.dueMs);
      due.run();
    }
    currentMs = untilMs;
  };
  /** After everything that can go on without time passing has done so. */
  const jumpWhenIdle = (): void => {
    if (isJumping) return;
    isJumping = true;
    setImmediate(() => {
      isJumping = false;
      const sleeper = first([...timers].filter(({ isSleep }) => isSleep));
      if (sleeper === undefined) return;
      advance(Math.max(0, sleeper.dueMs - currentMs));
      jumpWhenIdle();
    });
  };
  const set = (ms: number, run: () => void, isSleep: boolean) => {
    const timer = { dueMs: currentMs + ms, run, isSleep };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    nowMs: () => currentMs,
    sleeps,
    advance,
    get timers() {
      return timers.size;
    },
    after: (ms, action) => set(ms, action, false),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        sleeps.push(ms);
        const onEnd = () => {
          cancel();
          signal.removeEventListener('abort', onEnd);
          resolve();
        };
        const cancel = set(ms, onEnd, true);
        signal.addEventListener('abort', onEnd);
        jumpWhenIdle();
      }),
  };
}
