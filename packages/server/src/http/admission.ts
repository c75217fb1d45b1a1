import { type Problem, problem } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import { type LoadBounds, type LoadReadings, overloaded, shouldShed } from '../limits/overload.ts';

/** The door: says whether another request may come in at all, and counts those that are in. */
export interface Admission {
  /** Why the request may not come in, or null. */
  refusal(): Problem | null;
  enter(): void;
  leave(): void;
  readonly underWay: number;
  readonly isDraining: boolean;
  /**
   * The process is about to end: nobody comes in from `refusesFromMs` on, and `untilMs` is when it will have gone at the
   * latest. Before that whoever comes is served, so that nobody is refused whom a proxy sent here before it knew.
   */
  startDraining(untilMs: number, refusesFromMs?: number): void;
  /** Resolves as soon as nobody is in. */
  empty(): Promise<void>;
}

/** How long another process takes to stand where this one stood, on top of this one's own end. */
const SUCCESSOR_START_MS = 5000;

export function createAdmission(readings: LoadReadings, bounds: LoadBounds, clock: Clock): Admission {
  let underWay = 0;
  let goneAtMs: number | null = null;
  let closedFromMs = 0;
  let onEmpty: (() => void)[] = [];
  return {
    get underWay() {
      return underWay;
    },
    get isDraining() {
      return goneAtMs !== null;
    },
    refusal() {
      if (goneAtMs !== null && clock.nowMs() >= closedFromMs) {
        const retryAfterMs = Math.max(0, goneAtMs - clock.nowMs()) + SUCCESSOR_START_MS;
        return problem('draining', { retryAfterMs });
      }
      return shouldShed(readings, underWay, bounds) ? overloaded() : null;
    },
    enter() {
      underWay++;
    },
    leave() {
      underWay--;
      if (underWay > 0) return;
      for (const resolve of onEmpty) resolve();
      onEmpty = [];
    },
    startDraining(untilMs, refusesFromMs = clock.nowMs()) {
      if (goneAtMs !== null) return;
      goneAtMs = untilMs;
      closedFromMs = refusesFromMs;
    },
    empty: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => onEmpty.push(resolve))),
  };
}
