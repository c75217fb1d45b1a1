import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneEdit } from './one-edit.ts';

/** Every text one slip away, built by hand. */
const slipsOf = (text: string, alphabet: string): Set<string> => {
  const slips = new Set<string>();
  for (let at = 0; at <= text.length; at++) {
    for (const char of alphabet) {
      slips.add(text.slice(0, at) + char + text.slice(at));
      if (at < text.length) slips.add(text.slice(0, at) + char + text.slice(at + 1));
    }
    if (at < text.length) slips.add(text.slice(0, at) + text.slice(at + 1));
    if (at + 1 < text.length) slips.add(text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2));
  }
  slips.delete(text);
  return slips;
};

describe('isOneEdit', () => {
  it.each([
    ['INV412', 'INV413'],
    ['INV412', 'INV41'],
    ['INV412', 'INV4122'],
    ['INV412', 'INV421'],
    ['INV412', 'NIV412'],
    ['', 'A'],
  ])('%j and %j', (left, right) => {
    expect(isOneEdit(left, right)).toBe(true);
    expect(isOneEdit(right, left)).toBe(true);
  });

  it.each([
    ['INV412', 'INV412'],
    ['', ''],
    ['INV412', 'INV214'],
    ['INV412', 'INV4'],
    ['AB', 'BC'],
    ['ABCD', 'BADC'],
    ['12', '21 '],
  ])('not %j and %j', (left, right) => expect(isOneEdit(left, right)).toBe(false));

  it('agrees with listing every slip', () => {
    const short = fc.stringMatching(/^[AB1]{0,5}$/);
    fc.assert(
      fc.property(short, short, (left, right) => {
        expect(isOneEdit(left, right)).toBe(slipsOf(left, 'AB1').has(right));
      }),
      { numRuns: 3000 },
    );
  });
});
