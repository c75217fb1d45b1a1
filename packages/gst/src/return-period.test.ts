import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCalendarDate } from './calendar-date.ts';
import {
  financialYearOf,
  financialYearOfPeriod,
  formatFinancialYear,
  parseFinancialYear,
  returnPeriodInFinancialYear,
} from './financial-year.ts';
import {
  isReturnPeriod,
  parseReturnPeriod,
  quarterEndOf,
  type ReturnPeriod,
  returnPeriodFromOrdinal,
  returnPeriodOfDate,
  returnPeriodOrdinal,
  returnPeriodsBetween,
} from './return-period.ts';

const period = (text: string): ReturnPeriod => {
  if (!isReturnPeriod(text)) throw new Error(`${text} is no return period`);
  return text;
};
const day = (text: string) => {
  const parsed = parseCalendarDate(text, { earliestYear: 2000 });
  if (parsed === null) throw new Error(`${text} is no date`);
  return parsed;
};
const anyPeriod = fc.integer({ min: 2017 * 12 + 1, max: 2098 * 12 + 12 }).map(returnPeriodFromOrdinal);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

describe('parseReturnPeriod', () => {
  it.each([
    '102026',
    'Oct-26',
    "Oct'26",
    'Oct’26',
    'OCT 26',
    'Oct26',
    'Oct-2026',
    'October 2026',
    'October, 2026',
    '2026-10',
    '2026/10',
    '202610',
    '10-2026',
    '10/2026',
    ' 102026 ',
    '01-10-2026',
    '2026-10-01T00:00:00',
  ])('%j is October 2026', (text) => expect(parseReturnPeriod(text)).toBe('102026'));

  it.each(['42026', '042026', '4-2026', '4/2026', 'Apr-26', '2026-04'])('%j is April 2026', (text) =>
    expect(parseReturnPeriod(text)).toBe('042026'),
  );

  it.each(['', '132026', '002026', '2026', '2026-27', '2026-13', 'Foo-26', 'Oct', 'Apr-Jun 2026', '101926', '0102026'])(
    '%j is none',
    (text) => expect(parseReturnPeriod(text)).toBeNull(),
  );

  it('reads every period back from every format', () => {
    fc.assert(
      fc.property(anyPeriod, (value) => {
        const month = value.slice(0, 2);
        const year = value.slice(2);
        const name = MONTHS[Number(month) - 1];
        for (const text of [
          value,
          String(Number(value)),
          `${name}-${year.slice(2)}`,
          `${name}'${year.slice(2)}`,
          `${name} ${year}`,
          `${year}-${month}`,
          `${Number(month)}/${year}`,
        ]) {
          expect(parseReturnPeriod(text)).toBe(value);
        }
      }),
    );
  });

  it('gives a period or null for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9A-Za-z' /-]{4,8}$/)), (text) => {
        const parsed = parseReturnPeriod(text);
        expect(parsed === null || isReturnPeriod(parsed)).toBe(true);
      }),
    );
  });
});

describe('ordinals', () => {
  it('make consecutive months consecutive numbers', () => {
    expect(returnPeriodOrdinal(period('012027')) - returnPeriodOrdinal(period('122026'))).toBe(1);
    expect(returnPeriodOrdinal(period('102026'))).toBe(2026 * 12 + 10);
  });

  it('go there and back', () => {
    fc.assert(
      fc.property(anyPeriod, (value) => {
        expect(returnPeriodFromOrdinal(returnPeriodOrdinal(value))).toBe(value);
      }),
    );
  });

  it.each([0, 1999 * 12 + 12, 2100 * 12 + 1, 24_000.5, Number.NaN])('has none for %d', (ordinal) =>
    expect(() => returnPeriodFromOrdinal(ordinal)).toThrow(RangeError),
  );
});

describe('periods of dates and quarters', () => {
  it('takes the month of the date', () => expect(returnPeriodOfDate(day('31-10-2026'))).toBe('102026'));

  it('lists a range with both ends', () => {
    expect(returnPeriodsBetween(period('112026'), period('022027'))).toEqual(['112026', '122026', '012027', '022027']);
    expect(returnPeriodsBetween(period('112026'), period('112026'))).toEqual(['112026']);
    expect(returnPeriodsBetween(period('122026'), period('112026'))).toEqual([]);
  });

  it.each([
    ['042026', '062026'],
    ['062026', '062026'],
    ['072026', '092026'],
    ['102026', '122026'],
    ['012027', '032027'],
    ['032027', '032027'],
  ])('%s lies in the quarter that ends %s', (value, end) => expect(quarterEndOf(period(value))).toBe(end));
});

describe('financial year', () => {
  it('starts on 1 April', () => {
    expect(financialYearOf(day('31-03-2026'))).toBe(2025);
    expect(financialYearOf(day('01-04-2026'))).toBe(2026);
    expect(financialYearOf(day('31-12-2026'))).toBe(2026);
    expect(financialYearOf(day('01-01-2027'))).toBe(2026);
  });

  it('is written as two years', () => {
    expect(formatFinancialYear(2026)).toBe('2026-27');
    expect(formatFinancialYear(2008)).toBe('2008-09');
    expect(formatFinancialYear(2099)).toBe('2099-00');
  });

  it.each([
    ['2026-27', 2026],
    ['2026-2027', 2026],
    ['FY 2026/27', 2026],
    ['F.Y. 2026 - 27', 2026],
    ['2099-00', 2099],
    ['2026-28', null],
    ['2026', null],
    ['26-27', null],
    ['2026-10-27', null],
  ])('reads %j as %s', (text, year) => expect(parseFinancialYear(text)).toBe(year));

  it('holds its twelve periods', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2017, max: 2097 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const value = returnPeriodInFinancialYear(year, month);
        expect(Number(value.slice(0, 2))).toBe(month);
        expect(financialYearOfPeriod(value)).toBe(year);
        expect(parseFinancialYear(formatFinancialYear(year))).toBe(year);
      }),
    );
  });
});
