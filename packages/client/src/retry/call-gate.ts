import type { Clock } from '../injected/clock.ts';

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

/** Through the gate. `leave` must follow the attempt; `wasThrottled` false widens a gate that is only partly open. */
export interface GatePass {
  leave(wasThrottled: boolean): void;
}

/**
 * What all calls of one client pass before each attempt. A 429 closes it for everybody until the moment that the
 * server named; then it opens step by step, one call, two, four, so that those who waited do not run into the next 429
 * together.
 */
export interface CallGate<Cause> {
  /** Waits until it is open. Lets through at once when the signal is aborted: the caller looks at it anyway. */
  enter(wait: GateWait): Promise<GatePass | GateRefusal<Cause>>;
  /** Closes it for so long. `cause` null: a hint of a success that nothing is left, for which no call is refused. */
  close(waitMs: number, cause: Cause | null): void;
}

interface Waiter<Cause> extends GateWait {
  readonly go: (result: GatePass | GateRefusal<Cause>) => void;
}

/** As wide as this a gate counts as open. */
const WIDE_OPEN = 64;

export function createCallGate<Cause>(clock: Clock): CallGate<Cause> {
  let queue: Waiter<Cause>[] = [];
  let refusal: GateRefusal<Cause> | null = null;
  let hintedUntilMs = Number.NEGATIVE_INFINITY;
  let width = Number.POSITIVE_INFINITY;
  let inside = 0;
  let cancelTimer = () => {};

  const fits = (untilMs: number, { deadlineMs, longestWaitMs }: GateWait) =>
    untilMs < deadlineMs && untilMs - clock.nowMs() <= longestWaitMs;
  const refusedUntilMs = () => refusal?.opensAtMs ?? Number.NEGATIVE_INFINITY;
  /** Until when this call has to wait. A hint keeps nobody who has no time for it: the server decides. */
  const opensAtMsFor = (wait: GateWait): number =>
    Math.max(refusedUntilMs(), fits(hintedUntilMs, wait) ? hintedUntilMs : Number.NEGATIVE_INFINITY);

  const passOf = ({ holdsPlace }: GateWait): GatePass => {
    const places = holdsPlace ? 1 : 0;
    inside += places;
    return {
      leave(wasThrottled) {
        inside -= places;
        if (!wasThrottled) width = width >= WIDE_OPEN ? Number.POSITIVE_INFINITY : width * 2;
        move();
      },
    };
  };
  /** What becomes of a waiter now; null: it goes on waiting. */
  const resultFor = (waiter: Waiter<Cause>): GatePass | GateRefusal<Cause> | null => {
    if (waiter.signal.aborted) return passOf(waiter);
    const nowMs = clock.nowMs();
    if (refusal !== null && nowMs < refusal.opensAtMs && !fits(refusal.opensAtMs, waiter)) return refusal;
    return nowMs >= opensAtMsFor(waiter) && inside < width ? passOf(waiter) : null;
  };

  const move = (): void => {
    cancelTimer();
    for (const waiter of queue) {
      const result = resultFor(waiter);
      if (result === null) continue;
      queue = queue.filter((other) => other !== waiter);
      waiter.go(result);
    }
    const nextMs = Math.min(...queue.map(opensAtMsFor).filter((opensAtMs) => opensAtMs > clock.nowMs()));
    cancelTimer = Number.isFinite(nextMs) ? clock.after(nextMs - clock.nowMs(), move) : () => {};
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
    close(waitMs, cause) {
      const opensAtMs = clock.nowMs() + waitMs;
      if (cause === null) hintedUntilMs = Math.max(hintedUntilMs, opensAtMs);
      else {
        width = 1;
        if (opensAtMs > refusedUntilMs()) refusal = { opensAtMs, cause };
      }
      move();
    },
  };
}
