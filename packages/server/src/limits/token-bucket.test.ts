import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bucket, fullBucket, msUntilLevel, takeFromBucket } from './token-bucket.ts';

const policies = fc.record({
  quota: fc.integer({ min: 1, max: 10_000 }),
  windowMs: fc.integer({ min: 1, max: 3_600_000 }),
});
const START_MS = Date.UTC(2026, 10, 22);

describe('takeFromBucket', () => {
  it('gives a full bucket at once and not one more', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        let bucket: Bucket = fullBucket(policy, START_MS);
        for (let i = 0; i < Math.min(policy.quota, 200); i++) {
          const take = takeFromBucket(bucket, policy, START_MS);
          expect(take.isTaken).toBe(true);
          bucket = take.bucket;
        }
        if (policy.quota <= 200) expect(takeFromBucket(bucket, policy, START_MS).isTaken).toBe(false);
      }),
    );
  });

  it('keeps its word: who waits as long as it says, and alone, is served; whole seconds or not', () => {
    fc.assert(
      fc.property(
        policies,
        fc.array(fc.nat(5000), { minLength: 1, maxLength: 60 }),
        fc.boolean(),
        (policy, gaps, whole) => {
          let nowMs = START_MS;
          let bucket = fullBucket(policy, nowMs);
          for (const gapMs of gaps) {
            nowMs += gapMs;
            const take = takeFromBucket(bucket, policy, nowMs);
            bucket = take.bucket;
            if (take.isTaken) continue;
            const waitMs = msUntilLevel(bucket.level, 1, policy);
            nowMs += whole ? Math.max(1, Math.ceil(waitMs / 1000)) * 1000 : waitMs;
            const again = takeFromBucket(bucket, policy, nowMs);
            expect(again.isTaken).toBe(true);
            bucket = again.bucket;
          }
        },
      ),
    );
  });

  it('never gives more than the bucket and what flowed in, however the clock jumps', () => {
    fc.assert(
      fc.property(policies, fc.array(fc.integer({ min: -2000, max: 5000 }), { maxLength: 200 }), (policy, gaps) => {
        let nowMs = START_MS;
        let latestMs = nowMs;
        let bucket = fullBucket(policy, nowMs);
        let taken = 0;
        for (const gapMs of gaps) {
          nowMs += gapMs;
          latestMs = Math.max(latestMs, nowMs);
          const take = takeFromBucket(bucket, policy, nowMs);
          bucket = take.bucket;
          if (take.isTaken) taken++;
          expect(bucket.level).toBeGreaterThanOrEqual(0);
        }
        const flowedIn = ((latestMs - START_MS) * policy.quota) / policy.windowMs;
        expect(taken).toBeLessThanOrEqual(policy.quota + flowedIn + 1e-6);
      }),
    );
  });
});
