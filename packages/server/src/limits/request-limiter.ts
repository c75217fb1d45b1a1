import { type LimitState, type Problem, problem } from '@milaan/contract';
import type { StateDatabase } from '../state/open-state.ts';
import { takeFromSharedBucket } from '../state/rate-buckets.ts';
import { type Bucket, type BucketPolicy, fullBucket, msUntilLevel, takeFromBucket } from './token-bucket.ts';

export interface LimitAnswer {
  readonly isTaken: boolean;
  /** For the RateLimit fields. */
  readonly state: LimitState;
}

/** Counts the requests of each token. */
export interface RequestLimiter {
  /** @returns null for a token that was ended elsewhere since it was looked up */
  take(tokenId: string, nowMs: number): LimitAnswer | Promise<LimitAnswer | null>;
}

/** For one node. */
export interface LocalRequestLimiter extends RequestLimiter {
  take(tokenId: string, nowMs: number): LimitAnswer;
}

function answerOf(isTaken: boolean, level: number, policy: BucketPolicy): LimitAnswer {
  const whole = Math.floor(level + 1e-9);
  const state: LimitState = {
    name: 'requests',
    quota: policy.quota,
    windowSeconds: Math.ceil(policy.windowMs / 1000),
    remaining: whole,
    resetMs: level >= policy.quota ? 0 : msUntilLevel(level, Math.min(whole + 1, policy.quota), policy),
  };
  return { isTaken, state };
}

/** What a caller is told whose bucket is empty: come back when it holds one request again. */
export const tooManyRequests = (state: LimitState): Problem =>
  problem('rate_limit_requests', {
    metadata: { limit: state.quota, windowSeconds: state.windowSeconds },
    retryAfterMs: Math.max(1, state.resetMs),
  });

/** How many buckets are kept before those that have filled up again are dropped: a full one is the same as none. */
const SWEEP_AT = 10_000;

/** Buckets in this process: for one node. */
export function createLocalRequestLimiter(policy: BucketPolicy): LocalRequestLimiter {
  const buckets = new Map<string, Bucket>();
  let sweepAt = SWEEP_AT;
  const sweep = (nowMs: number) => {
    for (const [tokenId, bucket] of buckets) {
      if (nowMs - bucket.filledAtMs >= policy.windowMs) buckets.delete(tokenId);
    }
    sweepAt = Math.max(SWEEP_AT, buckets.size * 2);
  };
  return {
    take(tokenId, nowMs) {
      const { isTaken, bucket } = takeFromBucket(buckets.get(tokenId) ?? fullBucket(policy, nowMs), policy, nowMs);
      buckets.set(tokenId, bucket);
      if (buckets.size > sweepAt) sweep(nowMs);
      return answerOf(isTaken, bucket.level, policy);
    },
  };
}

/** Buckets in Postgres, beside the tokens: for several nodes that share one limit. */
export function createSharedRequestLimiter(db: StateDatabase, policy: BucketPolicy): RequestLimiter {
  const perMs = policy.quota / policy.windowMs;
  return {
    async take(tokenId, nowMs) {
      const answer = await takeFromSharedBucket(db, { tokenId, size: policy.quota, perMs, nowMs });
      return answer === undefined ? null : answerOf(answer.isTaken, answer.level, policy);
    },
  };
}
