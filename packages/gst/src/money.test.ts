import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatIndianRupees, formatRupees, type Paise, paise, paiseOfNumber, parseRupees } from './money.ts';

const anyPaise: fc.Arbitrary<Paise> = fc.integer({ min: -(1e15 - 1), max: 1e15 - 1 }).map(paise);

/** Rupees to paise, halves away from zero, in whole numbers alone. */
const exactPaise = (text: string): number => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)([0-9]+)\.?([0-9]*)$/.exec(text) ?? [];
  const scale = 10n ** BigInt(fraction.length);
  const rounded = (BigInt(whole + fraction) * 200n + scale) / (2n * scale);
  return Number(sign === '-' && rounded !== 0n ? -rounded : rounded);
};

describe('parseRupees', () => {
  it.each([
    ['1,23,456.78', 12_345_678],
    ['123,456.78', 12_345_678],
    ['12,34,56,789', 12_345_678_900],
    ['1,234.50', 123_450],
    ['1234.5', 123_450],
    ['₹ 1,000', 100_000],
    ['₹1,000.00', 100_000],
    ['Rs. 10', 1000],
    ['rs 10', 1000],
    ['INR 10', 1000],
    ['Rs. 500/-', 50_000],
    ['10 INR', 1000],
    ['0', 0],
    ['-0.00', 0],
    ['0012.5', 1250],
    ['.5', 50],
    ['1.', 100],
    ['+5', 500],
    ['-500.00', -50_000],
    ['- 500', -50_000],
    ['−500', -50_000],
    ['500.00-', -50_000],
    ['(500.00)', -50_000],
    ['(₹ 500)', -50_000],
    ['₹(500)', -50_000],
    ['-₹500', -50_000],
    ['₹-500', -50_000],
    ['(-)500.00', -50_000],
    ['500.00 Dr', 50_000],
    ['500.00Dr.', 50_000],
    ['500.00 Cr', -50_000],
    ['₹ 1,500.00 CR', -150_000],
    ['-500 Dr', -50_000],
    [' 500\u00a0', 50_000],
    ['1.5E3', 150_000],
    ['1.23456E3', 123_456],
    ['1e12', 1e14],
    ['1E-3', 0],
    ['5E-3', 1],
    ['-5.6843418860808015E-14', 0],
    ['1234.5600000000001', 123_456],
    ['0.004', 0],
    ['0.005', 1],
    ['-0.005', -1],
    ['1.005', 101],
    ['1.0049999', 100],
    ['0.995', 100],
    ['9999999999999.99', 999_999_999_999_999],
  ])('%j is %d paise', (text, expected) => expect(parseRupees(text)).toEqual({ kind: 'amount', paise: expected }));

  it.each(['', ' ', '-', '--', '–', '₹ -', 'Nil', 'N/A', 'na'])('%j is absent', (text) =>
    expect(parseRupees(text)).toEqual({ kind: 'absent' }),
  );

  it.each([
    ['abc', 'is not an amount'],
    ['.', 'is not an amount'],
    ['E5', 'is not an amount'],
    ['1,50', 'is not an amount'],
    ['1.234,56', 'is not an amount'],
    ['1,2345', 'is not an amount'],
    ['1,,000', 'is not an amount'],
    ['1 000', 'is not an amount'],
    ['12.5%', 'is not an amount'],
    ['=1+1', 'is not an amount'],
    ['0x10', 'is not an amount'],
    ['Infinity', 'is not an amount'],
    ['1.23E+05', 'was cut short by a spreadsheet'],
    ['-500 Cr', 'has more than one sign'],
    ['(-500)', 'has more than one sign'],
    ['--500', 'is not an amount'],
    ['10000000000000', 'is 10^13 rupees or more, or not a whole number of paise'],
    ['9999999999999.995', 'is 10^13 rupees or more, or not a whole number of paise'],
    ['1.234567E3', 'is 10^13 rupees or more, or not a whole number of paise'],
    ['1e999', 'is 10^13 rupees or more, or not a whole number of paise'],
    ['1'.repeat(65), 'is too long for an amount'],
  ])('%j is invalid: %s', (text, reason) => expect(parseRupees(text)).toEqual({ kind: 'invalid', reason }));

  it('rounds any decimal as whole-number arithmetic does', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?[0-9]{1,12}(\.[0-9]{0,8})?$/), (text) => {
        expect(parseRupees(text)).toEqual({ kind: 'amount', paise: exactPaise(text) });
      }),
    );
  });

  it('reads back what it writes, plain and grouped', () => {
    fc.assert(
      fc.property(anyPaise, (amount) => {
        const normal = amount === 0 ? 0 : amount;
        expect(parseRupees(formatRupees(amount))).toEqual({ kind: 'amount', paise: normal });
        expect(parseRupees(formatIndianRupees(amount))).toEqual({ kind: 'amount', paise: normal });
      }),
    );
  });

  it('gives a safe integer or says no, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+(₹]?[0-9,.eE]{0,12}[-)CrD]{0,2}$/)), (text) => {
        const parsed = parseRupees(text);
        expect(parsed.kind !== 'amount' || Number.isSafeInteger(parsed.paise)).toBe(true);
      }),
    );
  });
});

describe('paiseOfNumber', () => {
  it.each([
    [0, 0],
    [-0, 0],
    [118.1, 11_810],
    [-118.1, -11_810],
    [1.005, 101],
    [-1.005, -101],
    [8.575, 858],
    [1e-9, 0],
    [0.1 + 0.2, 30],
  ])('%d rupees are %d paise', (rupees, expected) => expect(paiseOfNumber(rupees)).toBe(expected));

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1e13, -1e13, 1e300])('%d is no amount', (rupees) =>
    expect(paiseOfNumber(rupees)).toBeNull(),
  );

  it('is exact for every amount of two decimals', () => {
    fc.assert(
      fc.property(anyPaise, (amount) => {
        expect(paiseOfNumber(Number(formatRupees(amount)))).toBe(amount === 0 ? 0 : amount);
      }),
    );
  });

  it('agrees with the text the number prints as', () => {
    const halves = fc
      .integer({ min: 0, max: 1e13 })
      .map((units) => Number(`${Math.floor(units / 1000)}.${String(units % 1000).padStart(3, '0')}`));
    fc.assert(
      fc.property(fc.oneof(halves, fc.double({ min: 0, max: 9.9e12, noNaN: true })), (rupees) => {
        expect(parseRupees(String(rupees))).toEqual({ kind: 'amount', paise: paiseOfNumber(rupees) });
      }),
    );
  });
});

describe('formats', () => {
  it.each([
    [12_345_678, '123456.78', '1,23,456.78'],
    [0, '0.00', '0.00'],
    [5, '0.05', '0.05'],
    [-50, '-0.50', '-0.50'],
    [99_999, '999.99', '999.99'],
    [100_000, '1000.00', '1,000.00'],
    [-1_234_567_890, '-12345678.90', '-1,23,45,678.90'],
    [1e14, '1000000000000.00', '10,00,00,00,00,000.00'],
  ])('%d paise', (amount, plain, indian) => {
    expect(formatRupees(paise(amount))).toBe(plain);
    expect(formatIndianRupees(paise(amount))).toBe(indian);
  });
});

describe('paise', () => {
  it.each([1.5, Number.NaN, 1e15, -1e15])('refuses %d', (value) => expect(() => paise(value)).toThrow(RangeError));
});
