import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutNumber, damageNumber, FORMAT_HABITS, mistypeNumber, reformatNumber, renewYear } from './booked-number.ts';
import { dayOf } from './calendar.ts';
import { createSeries, issueNumber } from './issued-number.ts';
import { createRandom } from './random.ts';
import { SETS } from './settings.ts';

const issued = (seed: number) => {
  const random = createRandom(seed);
  const day = dayOf(2026, 3, 25);
  return { random, day, number: issueNumber(createSeries(SETS.mixed.numbers, false, false, random), day, random) };
};
const withoutZeros = (serial: string): string => serial.replace(/^0+(?=.)/, '');
const plain = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '');

describe('reformatNumber', () => {
  it('writes it differently and keeps the serial', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...FORMAT_HABITS), (seed, habit) => {
        const { random, day, number } = issued(seed);
        const text = reformatNumber(number, day, habit, random);
        expect(text).not.toBe(number.text);
        expect(plain(text)).toContain(plain(withoutZeros(number.serial)));
      }),
    );
  });
});

describe('mistypeNumber', () => {
  it('differs by at most two characters and never becomes empty', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { random, number } = issued(seed);
        const typed = mistypeNumber(number.text, random);
        expect(typed).not.toBe(number.text);
        expect(plain(typed).length).toBeGreaterThanOrEqual(2);
        expect(Math.abs(typed.length - number.text.length)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('renewYear', () => {
  it('leaves the number alone before April', () => {
    const { random, number } = issued(3);
    expect(renewYear(number, dayOf(2026, 3, 31), random)).toBe(number.text);
  });
  it('may put the new year in April', () => {
    const number = {
      text: 'INV/25-26/0412',
      prefix: 'INV',
      serial: '0412',
      separator: '/',
      fiscalYear: '25-26',
      style: 'prefix-year-serial' as const,
    };
    const random = createRandom(5);
    const texts = new Set(Array.from({ length: 60 }, () => renewYear(number, dayOf(2026, 4, 2), random)));
    expect(texts).toEqual(new Set(['INV/25-26/0412', 'INV/26-27/0412', 'INV/0412']));
  });
});

describe('damageNumber', () => {
  it.each([
    ['926110000000412', '9.26110E+14'],
    ['000871', '871'],
    ['INV/0412', null],
    ['412', null],
  ])('%s', (text, damaged) => expect(damageNumber(text)).toBe(damaged));
});

describe('cutNumber', () => {
  it('keeps a piece of at least four characters that is not the whole', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { random, number } = issued(seed);
        fc.pre(number.text.length > 4);
        const cut = cutNumber(number, random);
        expect(number.text).toContain(cut);
        expect(cut.length).toBeGreaterThanOrEqual(4);
        expect(cut.length).toBeLessThan(number.text.length);
      }),
    );
  });
});
