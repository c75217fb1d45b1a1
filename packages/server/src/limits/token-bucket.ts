/** At most `quota` requests at once, refilled evenly at `quota` per `windowMs`. */
export interface BucketPolicy {
  readonly quota: number;
  readonly windowMs: number;
}

/** What a bucket holds; `level` is in requests and grows in fractions. */
export interface Bucket {
  readonly level: number;
  readonly filledAtMs: number;
}

export interface Take {
  readonly isTaken: boolean;
  readonly bucket: Bucket;
}

export const fullBucket = ({ quota }: BucketPolicy, nowMs: number): Bucket => ({ level: quota, filledAtMs: nowMs });

/**
 * Takes one request from a bucket, which is first filled for the time gone by. A refused take costs nothing, so that a
 * client that keeps asking does not push its own turn away.
 */
export function takeFromBucket(bucket: Bucket, policy: BucketPolicy, nowMs: number): Take {
  const goneMs = Math.max(0, nowMs - bucket.filledAtMs);
  const level = Math.min(policy.quota, bucket.level + (goneMs * policy.quota) / policy.windowMs);
  const filledAtMs = Math.max(bucket.filledAtMs, nowMs);
  // Fractions of fractions may sum to a hair under 1 at the very millisecond that was promised.
  const isTaken = level >= 1 - 1e-9;
  return { isTaken, bucket: { level: isTaken ? Math.max(0, level - 1) : level, filledAtMs } };
}

/** How long until the bucket holds `level` requests again, in ms, when nobody takes any. */
export function msUntilLevel(bucketLevel: number, level: number, policy: BucketPolicy): number {
  return Math.max(0, Math.ceil(((level - bucketLevel) * policy.windowMs) / policy.quota));
}
