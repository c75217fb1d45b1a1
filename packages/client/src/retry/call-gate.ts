import type { Clock } from '../injected/clock.ts';
import type { RetryHints } from './retry-hints.ts';

/** What a call wants of the gate: until when it may wait, and what ends the wait. */
export interface GateWait {
  readonly deadlineMs: number;
  readonly longestWaitMs: number;
  readonly signal: AbortSignal;
  /** False for a call that is meant to take long, behind which nobody should queue. */
  readonly holdsPlace: boolean;
}

/** Why the gate does not let a call wait: it opens too late for it. */
export interface GateRefusal<Cause> {
  readonly opensAtMs: number;
  /** The answer that closed it. */
  readonly cause: Cause;
}

/** What an attempt brought to light that concerns all calls. */
export interface GateNews<Cause> {
  /** True when an answer came that was no 429. */
  readonly isServed: boolean;
  readonly rateLimit: RetryHints['rateLimit'];
  /** Of a 429: how long all calls have to wait. */
  readonly pause: { readonly waitMs: number; readonly cause: Cause } | null;
}

/** Through the gate. `leave` must follow the attempt. */
export interface GatePass<Cause> {
  leave(news: GateNews<Cause>): void;
}

export const NO_NEWS = { isServed: false, rateLimit: null, pause: null } as const;

/**
 * What all calls of one client pass before each attempt. A 429 closes it for everybody until the moment that the
 * server named; then it opens by one for each
 * answer, which doubles what is under way with every round, so that those who waited do not run into the next 429 together. Where the
 * server tells how many requests are left, no more than those are under way, and none while there are none.
 */
export interface CallGate<Cause> {
  /** Waits until it is open. Lets through at once when the signal is aborted: the caller looks at it anyway. */
  enter(wait: GateWait): Promise<GatePass<Cause> | GateRefusal<Cause>>;
}

interface Waiter<Cause> extends GateWait {
  readonly go: (result: GatePass<Cause> | GateRefusal<Cause>) => void;
}

/** As wide as this a gate counts as open. */
const WIDE_OPEN = 64;
const LONG_AGO = Number.NEGATIVE_INFINITY;

export function createCallGate<Cause>(clock: Clock): CallGate<Cause> {
  let queue: Waiter<Cause>[] = [];
  let refusal: GateRefusal<Cause> | null = null;
  let hintedUntilMs = LONG_AGO;
  let width = Number.POSITIVE_INFINITY;
  let inside = 0;
  let timer = new AbortController();

  const fits = (untilMs: number, { deadlineMs, longestWaitMs }: GateWait) =>
    untilMs < deadlineMs && untilMs - clock.nowMs() <= longestWaitMs;
  /** Until when this call has to wait. A hint keeps nobody who has no time for it: the server decides. */
  const opensAtMsFor = (wait: GateWait): number =>
    Math.max(refusal?.opensAtMs ?? LONG_AGO, fits(hintedUntilMs, wait) ? hintedUntilMs : LONG_AGO);

  const learn = ({ isServed, rateLimit, pause }: GateNews<Cause>): void => {
    const nowMs = clock.nowMs();
    if (isServed) width = width >= WIDE_OPEN ? Number.POSITIVE_INFINITY : width + 1;
    if (rateLimit !== null) {
      width = Math.max(1, Math.min(width, rateLimit.remaining));
      if (rateLimit.remaining === 0) hintedUntilMs = Math.max(hintedUntilMs, nowMs + rateLimit.resetMs);
    }
    if (pause === null) return;
    width = 1;
    const opensAtMs = nowMs + pause.waitMs;
    if (opensAtMs > (refusal?.opensAtMs ?? LONG_AGO)) refusal = { opensAtMs, cause: pause.cause };
  };

  const passOf = ({ holdsPlace }: GateWait): GatePass<Cause> => {
    const places = holdsPlace ? 1 : 0;
    inside += places;
    return {
      leave(news) {
        inside -= places;
        learn(news);
        move();
      },
    };
  };

  /** What becomes of a waiter now; null: it goes on waiting. */
  const resultFor = (waiter: Waiter<Cause>): GatePass<Cause> | GateRefusal<Cause> | null => {
    if (waiter.signal.aborted) return passOf(waiter);
    const nowMs = clock.nowMs();
    if (refusal !== null && nowMs < refusal.opensAtMs && !fits(refusal.opensAtMs, waiter)) return refusal;
    return nowMs >= opensAtMsFor(waiter) && inside < width ? passOf(waiter) : null;
  };

  const wakeAt = (ms: number): void => {
    const { signal } = timer;
    clock.sleep(ms - clock.nowMs(), signal).then(() => {
      if (!signal.aborted) move();
    });
  };

  const move = (): void => {
    timer.abort();
    timer = new AbortController();
    for (const waiter of queue) {
      const result = resultFor(waiter);
      if (result === null) continue;
      queue = queue.filter((other) => other !== waiter);
      waiter.go(result);
    }
    const nextMs = Math.min(...queue.map(opensAtMsFor).filter((opensAtMs) => opensAtMs > clock.nowMs()));
    if (Number.isFinite(nextMs)) wakeAt(nextMs);
  };

  return {
    enter: (wait) =>
      new Promise((resolve) => {
        const go: Waiter<Cause>['go'] = (result) => {
          wait.signal.removeEventListener('abort', move);
          resolve(result);
        };
        queue.push({ ...wait, go });
        wait.signal.addEventListener('abort', move);
        move();
      }),
  };
}
