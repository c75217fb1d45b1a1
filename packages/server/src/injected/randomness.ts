import { randomFillSync } from 'node:crypto';

/** Chance as the server sees it. Handed in, so that a test can repeat it. */
export interface Randomness {
  /** `length` bytes fit for secrets; the caller owns them. */
  bytes(length: number): Uint8Array;
}

const POOL_BYTES = 8192;

/** The operating system's randomness, drawn 8 KiB at a time: a request id costs 10 bytes, a system call costs far more. */
export function createSystemRandomness(): Randomness {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    bytes(length) {
      if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length));
      if (used + length > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const drawn = pool.slice(used, used + length);
      // What has been handed out must not be found in memory a second time.
      pool.fill(0, used, used + length);
      used += length;
      return drawn;
    },
  };
}
