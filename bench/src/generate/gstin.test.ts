import { describe, expect, it } from 'vitest';
import { checkCharacter, gstinOf, panOf } from './gstin.ts';
import { createRandom } from './random.ts';

describe('checkCharacter', () => {
  it.each(['27AAPFU0939F1ZV', '29AAGCB7383J1Z4', '24AAACC1206D1ZM', '07ABCDE1234F2Z1', '09ZZZZZ9999Z9ZY'])(
    '%s',
    (gstin) => {
      expect(checkCharacter(gstin.slice(0, 14))).toBe(gstin.at(14));
    },
  );
});

describe('panOf', () => {
  it('is well formed and never repeats', () => {
    const random = createRandom(1);
    const pans = Array.from({ length: 50_000 }, (_, index) => panOf(index, random));
    expect(pans.every((pan) => /^[A-Z]{5}[0-9]{4}[A-Z]$/.test(pan))).toBe(true);
    expect(new Set(pans.map((pan) => pan.slice(0, 3) + pan[4])).size).toBe(pans.length);
  });
});

describe('gstinOf', () => {
  it('joins state, PAN and entity', () => expect(gstinOf('27', 'AAPFU0939F', 1)).toBe('27AAPFU0939F1ZV'));
});
