import type { Clock } from './clock.ts';
import type { Randomness } from './randomness.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_BYTES = 10;

function encodeTime(ms: number): string {
  let text = '';
  for (let rest = ms, i = 0; i < TIME_CHARACTERS; i++, rest = Math.floor(rest / 32)) text = CROCKFORD[rest % 32] + text;
  return text;
}

/** Five bytes are eight characters of five bits each. */
function encodeFiveBytes(bytes: Uint8Array, at: number): string {
  const high = ((bytes[at] ?? 0) << 12) | ((bytes[at + 1] ?? 0) << 4) | ((bytes[at + 2] ?? 0) >> 4);
  const low = (((bytes[at + 2] ?? 0) & 15) << 16) | ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);
  let text = '';
  for (const part of [high, low]) for (let shift = 15; shift >= 0; shift -= 5) text += CROCKFORD[(part >> shift) & 31];
  return text;
}

export type CreateUlid = () => string;

/** Makes ULIDs (26 characters: 48 bits of time, 80 of chance), so that ids sort by when they were made. */
export function createUlids(clock: Clock, randomness: Randomness): CreateUlid {
  let lastMs = -1;
  let timeText = '';
  return () => {
    const nowMs = clock.nowMs();
    if (nowMs !== lastMs) {
      lastMs = nowMs;
      timeText = encodeTime(nowMs);
    }
    const bytes = randomness.bytes(RANDOM_BYTES);
    return timeText + encodeFiveBytes(bytes, 0) + encodeFiveBytes(bytes, 5);
  };
}
