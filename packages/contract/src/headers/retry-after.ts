/**
 * The value of `Retry-After`: whole seconds, rounded up, never 0, so that whoever waits that long comes late enough.
 * A wait that is not a positive number, which would be a fault of ours, becomes 1.
 */
export const retryAfterSeconds = (waitMs: number): number =>
  Number.isFinite(waitMs) ? Math.max(1, Math.ceil(waitMs / 1000)) : 1;
