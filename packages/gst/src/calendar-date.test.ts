import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  type CalendarDate,
  compareDates,
  dateFromExcelSerial,
  daysBetween,
  isCalendarDate,
  parseCalendarDate,
  swapDayAndMonth,
} from './calendar-date.ts';

const date = (text: string): CalendarDate => {
  if (!isCalendarDate(text)) throw new Error(`${text} is no calendar date`);
  return text;
};

/** Every day the default bounds allow. */
const anyDay = fc
  .integer({ min: 0, max: Math.round((Date.UTC(2100, 11, 31) - Date.UTC(2017, 0, 1)) / 86_400_000) })
  .map((days) => addDays(date('2017-01-01'), days));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

describe('parseCalendarDate', () => {
  it.each([
    '03-10-2026',
    '3/10/2026',
    '03.10.2026',
    '03 10 2026',
    '03-10-26',
    '3/10/26',
    '2026-10-03',
    '2026/10/3',
    '2026.10.03',
    '20261003',
    '03-Oct-2026',
    '3-Oct-26',
    '3-OCT-26',
    '03 Oct 2026',
    '3 October 2026',
    '3 Oct, 2026',
    "3 Oct'26",
    '3Oct2026',
    ' 03-10-2026 ',
    '2026-10-03T00:00:00',
    '2026-10-03 00:00:00',
    '2026-10-03T23:59:59.999',
    '03/10/2026 11:30 PM',
    '03-Oct-2026 09:05:00 am',
    '2026-10-03T00:00:00+05:30',
    '2026-10-03T00:00:00Z',
    '2026-10-02T18:30:00.000Z',
    '2026-10-02T14:00:00-0700',
    '2026-10-03T04:30:00 +10:00',
  ])('%j is 3 October 2026', (text) => expect(parseCalendarDate(text)).toBe('2026-10-03'));

  it('keeps the day before when the offset says so', () => {
    expect(parseCalendarDate('2026-10-03T00:00:00+10:00')).toBe('2026-10-02');
    expect(parseCalendarDate('2026-10-02T18:29:59Z')).toBe('2026-10-02');
  });

  it('knows September by three, four and nine letters', () => {
    for (const name of ['Sep', 'Sept', 'September']) expect(parseCalendarDate(`1-${name}-26`)).toBe('2026-09-01');
  });

  it.each([
    '',
    '-',
    '10/13/2026',
    '31-11-2026',
    '29-02-2026',
    '00-10-2026',
    '03-00-2026',
    '03-10-2016',
    '03-10-2101',
    '03-10/2026',
    '03-10-226',
    '2026-10',
    'Oct-26',
    '3-Okt-26',
    'October 3rd',
    '03-10-2026 25:00',
    '03-10-2026 13:00 PM',
    '03-10-2026 10:61',
    '03-10-2026 onwards',
    '03-10-20261',
    '46298',
    '=TODAY()',
    `03-10-2026${' '.repeat(60)}`,
  ])('%j is no date', (text) => expect(parseCalendarDate(text)).toBeNull());

  it('knows leap days', () => {
    expect(parseCalendarDate('29-02-2024')).toBe('2024-02-29');
    expect(parseCalendarDate('29-02-2100')).toBeNull();
  });

  it('takes other year bounds', () => {
    expect(parseCalendarDate('03-10-2016', { earliestYear: 2000 })).toBe('2016-10-03');
    expect(parseCalendarDate('03-10-2026', { latestYear: 2025 })).toBeNull();
  });

  it('reads every day back from every format it is written in', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const [year = '', month = '', dayOfMonth = ''] = day.split('-');
        const name = MONTHS[Number(month) - 1];
        for (const text of [
          day,
          `${year}/${month}/${dayOfMonth}`,
          `${year}${month}${dayOfMonth}`,
          `${dayOfMonth}-${month}-${year}`,
          `${Number(dayOfMonth)}/${Number(month)}/${year}`,
          `${dayOfMonth}.${month}.${year}`,
          `${dayOfMonth}-${name}-${year}`,
          `${day}T00:00:00.000Z`,
        ]) {
          expect(parseCalendarDate(text)).toBe(day);
        }
      }),
    );
  });

  it('gives a real day or null for any text', () => {
    const cellLike = fc.stringMatching(/^[0-9]{1,4}[-/. ][0-9A-Za-z]{1,4}[-/. ][0-9]{1,4}( ?[0-9T:ZAP+-]{0,8})?$/);
    fc.assert(
      fc.property(fc.oneof(cellLike, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseCalendarDate(text);
        expect(parsed === null || isCalendarDate(parsed)).toBe(true);
      }),
    );
  });
});

describe('isCalendarDate', () => {
  it('takes only real days in ISO form', () => {
    expect(isCalendarDate('2026-10-03')).toBe(true);
    expect(isCalendarDate('1999-12-31')).toBe(true);
    for (const text of ['2026-02-30', '2026-13-01', '2026-1-01', '03-10-2026', '2026-10-03T00:00', '0000-01-01']) {
      expect(isCalendarDate(text)).toBe(false);
    }
  });
});

describe('dateFromExcelSerial', () => {
  it('counts from the epoch of the workbook', () => {
    expect(dateFromExcelSerial(43_831)).toBe('2020-01-01');
    expect(dateFromExcelSerial(46_298)).toBe('2026-10-03');
    expect(dateFromExcelSerial(46_298 - 1462, true)).toBe('2026-10-03');
  });

  it('drops the time of day', () => expect(dateFromExcelSerial(46_298.999)).toBe('2026-10-03'));

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 60, 412, 42_735, 73_416, 1e300])('%d is no date', (serial) =>
    expect(dateFromExcelSerial(serial)).toBeNull(),
  );

  it('agrees with counting days', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const serial = 43_831 + daysBetween(date('2020-01-01'), day);
        expect(dateFromExcelSerial(serial)).toBe(day);
        expect(dateFromExcelSerial(serial - 1462, true)).toBe(day);
      }),
    );
  });
});

describe('day arithmetic', () => {
  it('counts over month ends, years and leap days', () => {
    expect(daysBetween(date('2026-03-31'), date('2026-04-01'))).toBe(1);
    expect(daysBetween(date('2024-02-28'), date('2024-03-01'))).toBe(2);
    expect(daysBetween(date('2027-01-01'), date('2026-12-31'))).toBe(-1);
    expect(addDays(date('2026-06-04'), 180)).toBe('2026-12-01');
  });

  it('undoes itself and keeps order', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        const other = addDays(day, days);
        expect(isCalendarDate(other)).toBe(true);
        expect(daysBetween(day, other)).toBe(days);
        expect(Math.sign(compareDates(other, day))).toBe(Math.sign(days));
      }),
    );
  });
});

describe('swapDayAndMonth', () => {
  it('exchanges what can be exchanged', () => {
    expect(swapDayAndMonth(date('2026-10-03'))).toBe('2026-03-10');
    expect(swapDayAndMonth(date('2026-10-13'))).toBeNull();
    expect(swapDayAndMonth(date('2026-07-07'))).toBe('2026-07-07');
  });

  it('is its own inverse', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const swapped = swapDayAndMonth(day);
        expect(swapped === null ? Number(day.slice(8)) > 12 : swapDayAndMonth(swapped) === day).toBe(true);
      }),
    );
  });
});
