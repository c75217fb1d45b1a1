import type { Brand } from './brand.ts';
import { type CalendarDate, parseCalendarDate } from './calendar-date.ts';
import { monthOfName } from './month-name.ts';

/** A tax period as `MMYYYY`, "102026" for October 2026. It does not sort as text: sort by `returnPeriodOrdinal`. */
export type ReturnPeriod = Brand<string, 'ReturnPeriod'>;

const RETURN_PERIOD = /^(?:0[1-9]|1[0-2])20[0-9]{2}$/;
const LOST_ZERO = /^[1-9]20[0-9]{2}$/;
const NAMED = /^([A-Za-z]{3,9})[-/.,'’` ]*(20[0-9]{2}|[0-9]{2})$/;
const YEAR_FIRST = /^(20[0-9]{2})[-/. ]?([0-9]{2})$/;
const MONTH_FIRST = /^([0-9]{1,2})[-/. ](20[0-9]{2})$/;

/** True for `MMYYYY` of this century. */
export const isReturnPeriod = (text: string): text is ReturnPeriod => RETURN_PERIOD.test(text);

/**
 * Reads a period: "102026", "42026" (a lost leading zero), "Oct-26", "Oct'26", "October 2026", "2026-10", "10/2026",
 * "202610". A whole date stands for its month, because spreadsheets turn "Oct-26" into one. Null for anything else.
 */
export const parseReturnPeriod = (text: string): ReturnPeriod | null => {
  const trimmed = text.trim();
  if (isReturnPeriod(trimmed)) return trimmed;
  if (LOST_ZERO.test(trimmed)) return periodOf(trimmed.slice(1), Number(trimmed.charAt(0)));
  const named = NAMED.exec(trimmed);
  if (named) return periodOf(named[2], monthOfName(named[1] ?? ''));
  const yearFirst = YEAR_FIRST.exec(trimmed);
  if (yearFirst) return periodOf(yearFirst[1], Number(yearFirst[2]));
  const monthFirst = MONTH_FIRST.exec(trimmed);
  if (monthFirst) return periodOf(monthFirst[2], Number(monthFirst[1]));
  const date = parseCalendarDate(trimmed);
  return date === null ? null : returnPeriodOfDate(date);
};

const periodOf = (year: string | undefined, month: number | null): ReturnPeriod | null => {
  const candidate = `${String(month ?? 0).padStart(2, '0')}${String(year).padStart(4, '20')}`;
  return isReturnPeriod(candidate) ? candidate : null;
};

/** `year * 12 + month` (month 1 to 12): consecutive periods are consecutive numbers. */
export const returnPeriodOrdinal = (period: ReturnPeriod): number =>
  Number(period.slice(2)) * 12 + Number(period.slice(0, 2));

/** The inverse of `returnPeriodOrdinal`. Throws RangeError outside January 2000 to December 2099. */
export const returnPeriodFromOrdinal = (ordinal: number): ReturnPeriod => {
  const year = Math.floor((ordinal - 1) / 12);
  const period = periodOf(String(year), ordinal - year * 12);
  if (period === null) throw new RangeError(`no return period has the ordinal ${ordinal}`);
  return period;
};

/** The period of the month that holds the date. Throws RangeError outside the years 2000 to 2099. */
export const returnPeriodOfDate = (date: CalendarDate): ReturnPeriod =>
  returnPeriodFromOrdinal(Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)));

/** Every period from `from` to `to`, both included, in order; empty when `to` comes first. */
export const returnPeriodsBetween = (from: ReturnPeriod, to: ReturnPeriod): ReturnPeriod[] => {
  const first = returnPeriodOrdinal(from);
  const count = Math.max(0, returnPeriodOrdinal(to) - first + 1);
  return Array.from({ length: count }, (_, index) => returnPeriodFromOrdinal(first + index));
};

/** The last month of the period's quarter (June, September, December, March), which keys the 2B of a QRMP recipient. */
export const quarterEndOf = (period: ReturnPeriod): ReturnPeriod => {
  const ordinal = returnPeriodOrdinal(period);
  return returnPeriodFromOrdinal(Math.ceil(ordinal / 3) * 3);
};
