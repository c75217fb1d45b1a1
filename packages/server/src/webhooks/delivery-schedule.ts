const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses after the first, second … failed attempt: eleven attempts over a little more than three days. */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Longest wait that a receiver may ask for with `Retry-After`. */
const LONGEST_WISH_MS = 24 * HOUR_MS;

/** A tenth is left to chance, so that what failed together does not come again together. */
const JITTER = 0.1;

/** `Retry-After` in milliseconds: seconds, or a date (RFC 9110, section 10.2.3); 0 for none and for nonsense. */
function wishOf(retryAfter: string | null, nowMs: number): number {
  if (retryAfter === null) return 0;
  const waitMs = /^[0-9]{1,9}$/.test(retryAfter) ? Number(retryAfter) * SECOND_MS : Date.parse(retryAfter) - nowMs;
  return Number.isFinite(waitMs) ? Math.min(Math.max(0, waitMs), LONGEST_WISH_MS) : 0;
}

export interface FailedAttempt {
  /** How many attempts have been made, this one included. */
  readonly attempts: number;
  readonly retryAfter: string | null;
  readonly nowMs: number;
  /** From 0 up to 1. */
  readonly chance: number;
}

/** How long until the next attempt, in milliseconds; null when there is none any more. */
export function pauseAfter({ attempts, retryAfter, nowMs, chance }: FailedAttempt): number | null {
  const pauseMs = PAUSES_MS[attempts - 1];
  if (pauseMs === undefined) return null;
  return Math.max(Math.round(pauseMs * (1 + JITTER * chance)), wishOf(retryAfter, nowMs));
}
