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

/** Every ten bits as two characters. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => `${CROCKFORD[bits >> 5]}${CROCKFORD[bits & 31]}`);

/** Five bytes are eight characters of five bits each. */
function encodeFiveBytes(bytes: Uint8Array, at: number): string {
  const high = ((bytes[at] ?? 0) << 12) | ((bytes[at + 1] ?? 0) << 4) | ((bytes[at + 2] ?? 0) >> 4);
  const low = (((bytes[at + 2] ?? 0) & 15) << 16) | ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);
  return `${PAIRS[high >> 10]}${PAIRS[high & 1023]}${PAIRS[low >> 10]}${PAIRS[low & 1023]}`;
}

export type CreateUlid = () => string;

/** The next larger number, most significant byte first. */
function increment(bytes: Uint8Array): void {
  for (let at = bytes.length - 1; at >= 0; at--) {
    const next = ((bytes[at] ?? 0) + 1) & 255;
    bytes[at] = next;
    if (next !== 0) return;
  }
}

/**
 * Makes ULIDs (26 characters: 48 bits of time, 80 of chance). Ids sort by when they were made, those of one millisecond
 * too: the ULID specification's monotonic ones.
 */
export function createUlids(clock: Clock, randomness: Randomness): CreateUlid {
  let lastMs = -1;
  let timeText = '';
  let bytes: Uint8Array = new Uint8Array(RANDOM_BYTES);
  return () => {
    const nowMs = clock.nowMs();
    if (nowMs === lastMs) {
      increment(bytes);
    } else {
      lastMs = nowMs;
      timeText = encodeTime(nowMs);
      bytes = randomness.bytes(RANDOM_BYTES);
    }
    return timeText + encodeFiveBytes(bytes, 0) + encodeFiveBytes(bytes, 5);
  };
}

/** When a ULID was made, in ms since 1970. It must be one. */
export const ulidTimeMs = (ulid: string): number =>
  [...ulid.slice(0, TIME_CHARACTERS)].reduce((ms, character) => ms * 32 + CROCKFORD.indexOf(character), 0);
