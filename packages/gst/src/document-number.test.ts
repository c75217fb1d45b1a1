import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alnumKey, coreKey, digitsKey, documentNumberKeys, exactKey, foldedKey } from './document-number.ts';

describe('exactKey', () => {
  it.each([
    [' inv/26-27/0412 ', 'INV/26-27/0412'],
    ['inv \u00a0\t 12', 'INV 12'],
    ['\ufeffA\u200b1', 'A 1'],
    ['', ''],
  ])('of %j is %j', (number, key) => expect(exactKey(number)).toBe(key));

  it('turns only a to z to upper case, so that no other letter becomes one of theirs', () => {
    expect(exactKey('ıſß1')).toBe('ıſß1');
    expect(alnumKey('ıſß1')).toBe('1');
  });
});

describe('coreKey', () => {
  it.each([
    ['INV/26-27/0412', 2026, 'INV412'],
    ['INV/2026-27/0412', 2026, 'INV412'],
    ['INV/2026-2027/0412', 2026, 'INV412'],
    ['INV 2026/27 0412', 2026, 'INV412'],
    ['INV/2627/0412', 2026, 'INV412'],
    ['INV/202627/0412', 2026, 'INV412'],
    ['INV/20262027/0412', 2026, 'INV412'],
    ['INV2627A0412', 2026, 'INVA412'],
    ['0412/26-27', 2026, '412'],
    ['26-27/0412', 2026, '412'],
    ['412', 2026, '412'],
    ['000871', 2026, '871'],
    ['BP-412', 2026, 'BP412'],
    ['bp/412', 2026, 'BP412'],
    ['99-00/17', 2099, '17'],
    // The year before or after counts when it is separated, not when it is joined.
    ['INV/25-26/77', 2026, 'INV77'],
    ['INV/27-28/77', 2026, 'INV77'],
    ['INV/2526/77', 2026, 'INV252677'],
    ['INV/24-25/77', 2026, 'INV242577'],
    // The own year goes before a neighbour, and only one token goes.
    ['INV/25/26-27', 2026, 'INV25'],
    ['INV/26-27/2627', 2026, 'INV2627'],
    ['INV/25-26/26-27', 2026, 'INV2526'],
    // A part of a longer run of digits is no financial year.
    ['INV26270412', 2026, 'INV26270412'],
    ['126-27/412', 2026, '12627412'],
    ['26-271/412', 2026, '26271412'],
    // Never so much that one character, or no digit, is left.
    ['26-27/5', 2026, '26275'],
    ['26-27', 2026, '2627'],
    ['2627', 2026, '2627'],
    ['INV/2627', 2026, 'INV2627'],
    ['INV/26-27', 2026, 'INV2627'],
    ['A/26-27/5', 2026, 'A5'],
    ['0', 2026, '0'],
    ['000', 2026, '0'],
    ['A0B00', 2026, 'A0B0'],
    ['A-00-007', 2026, 'A07'],
    ['--A--1--', 2026, 'A1'],
    ['///', 2026, ''],
    ['', 2026, ''],
  ])('of %j in %d is %j', (number, financialYear, key) => expect(coreKey(number, financialYear)).toBe(key));

  it('removes no financial year when the date is not known', () =>
    expect(coreKey('INV/26-27/0412', null)).toBe('INV2627412'));
});

describe('digitsKey', () => {
  it.each([
    ['INV/26-27/0412', '412'],
    ['12/3456/7', '3456'],
    ['A12/B34', '34'],
    ['A12/3', '12'],
    ['0007', null],
    ['INV/26-27/0007', null],
    ['ABC', null],
    ['000', null],
    ['12-34', '34'],
  ])('of %j is %j', (number, key) => expect(digitsKey(number, 2026)).toBe(key));
});

describe('foldedKey', () => {
  it.each([
    ['OIL-580', '011580'],
    ['INV-B12', '1NV812'],
    ['Z2', 'Z2'],
    ['O412', '0412'],
  ])('of %j is %j', (number, key) => expect(foldedKey(number, 2026)).toBe(key));

  it('is the same for look-alikes', () => expect(foldedKey('INV/4OI2/S', 2026)).toBe(foldedKey('1NV/4012/5', 2026)));
});

const numberLike = fc
  .array(fc.constantFrom('INV', 'a', 'O', '0', '00', '5', '12', '26', '27', '2026', '2027', '25', '/', '-', ' ', '.'), {
    maxLength: 9,
  })
  .map((parts) => parts.join(''));
const anyNumber = fc.oneof(numberLike, fc.string(), fc.string({ unit: 'binary' }));
const anyYear = fc.option(fc.constantFrom(2025, 2026, 2027), { nil: null });

/** The definition of the core once more, by characters instead of patterns. */
const coreByHand = (number: string, financialYear: number | null): string => {
  const segments: string[] = [];
  let last = '';
  for (const char of exactKey(number)) {
    const type = /[0-9]/.test(char) ? 'digit' : /[A-Z]/.test(char) ? 'letter' : '-';
    if (type === last && type !== '-') segments[segments.length - 1] += char;
    else if (type !== last || type !== '-') segments.push(type === '-' ? '-' : char);
    last = type;
  }
  while (segments[0] === '-') segments.shift();
  while (segments.at(-1) === '-') segments.pop();
  const finish = (runs: readonly string[]): string =>
    runs
      .filter((run) => run !== '-')
      .map((run) => (/^0+$/.test(run) ? '0' : run.replace(/^0+/, '')))
      .join('');
  if (financialYear === null) return finish(segments);
  const forms = (year: number): string[][] => {
    const [yy, zz] = [String(year).slice(2), String(year + 1).slice(2)];
    return [
      [`${year}`, '-', `${year + 1}`],
      [`${year}`, '-', zz],
      [yy, '-', zz],
    ];
  };
  const joined = forms(financialYear).map((form) => [form.join('').replace('-', '')]);
  const remove = (tokens: string[][]): string[] | null => {
    for (let at = 0; at < segments.length; at++) {
      for (const token of tokens) {
        if (token.every((part, index) => segments[at + index] === part)) {
          // What the token leaves is a separator, so its neighbours stay apart.
          return [...segments.slice(0, at), '-', ...segments.slice(at + token.length)];
        }
      }
    }
    return null;
  };
  const shortened =
    remove([...forms(financialYear), ...joined]) ?? remove([...forms(financialYear - 1), ...forms(financialYear + 1)]);
  const core = finish(shortened ?? segments);
  return core.length < 2 || !/[0-9]/.test(core) ? finish(segments) : core;
};

describe('the ladder', () => {
  it('makes the core as a walk over the characters makes it', () => {
    fc.assert(
      fc.property(anyNumber, anyYear, (number, year) => {
        expect(coreKey(number, year)).toBe(coreByHand(number, year));
      }),
      { numRuns: 5000 },
    );
  });

  it('is the same by single keys and by all at once', () => {
    fc.assert(
      fc.property(anyNumber, anyYear, (number, year) => {
        expect(documentNumberKeys(number, year)).toEqual({
          exact: exactKey(number),
          alnum: alnumKey(number),
          core: coreKey(number, year),
          digits: digitsKey(number, year),
          folded: foldedKey(number, year),
        });
      }),
    );
  });

  it('does not see case, outer space or the kind of separator', () => {
    fc.assert(
      fc.property(numberLike, anyYear, (number, year) => {
        const other = ` ${number.toLowerCase().replace(/[/. -]/g, '_')} `;
        const { core, digits, folded } = documentNumberKeys(number, year);
        expect(documentNumberKeys(other, year)).toMatchObject({ core, digits, folded });
      }),
    );
  });

  it('keeps something of every number that has a letter or digit', () => {
    fc.assert(
      fc.property(anyNumber, anyYear, (number, year) => {
        const { alnum, core, digits } = documentNumberKeys(number, year);
        expect(core === '').toBe(alnum === '');
        expect(digits === null || (digits.length >= 2 && core.includes(digits))).toBe(true);
      }),
    );
  });
});
