import type { Clock } from '../injected/clock.ts';

/** Tells when a burst is over. */
export interface Calm {
  /** Something of the burst has come. */
  disturb(): void;
  /** Resolves when nothing has come for a while, or after `mostMs` whatever comes, or at once when the signal is aborted. */
  wait(signal: AbortSignal): Promise<void>;
}

export interface CalmBounds {
  /** How long nothing comes after a burst. */
  readonly pauseMs: number;
  /** Who waits for calm waits no longer than this. */
  readonly mostMs: number;
}

export function createCalm({ pauseMs, mostMs }: CalmBounds, clock: Clock): Calm {
  let disturbances = 0;
  return {
    disturb() {
      disturbances++;
    },
    async wait(signal) {
      const untilMs = clock.nowMs() + mostMs;
      for (let seen = -1; seen !== disturbances && clock.nowMs() < untilMs && !signal.aborted; ) {
        seen = disturbances;
        await clock.sleep(pauseMs, signal);
      }
    },
  };
}
