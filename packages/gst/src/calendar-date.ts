import type { Brand } from './brand.ts';
import { monthOfName } from './month-name.ts';

/** A calendar date in IST as `YYYY-MM-DD`, a real day. It sorts as text. */
export type CalendarDate = Brand<string, 'CalendarDate'>;

export interface CalendarDateOptions {
  /** First year accepted. Default 2017: GST began on 1 July 2017, so an earlier date is a typing error. */
  readonly earliestYear?: number;
  /** Last year accepted. Default 2100. */
  readonly latestYear?: number;
}

const EARLIEST_YEAR = 2017;
const LATEST_YEAR = 2100;
const DAY_MS = 86_400_000;
const IST_OFFSET_MINUTES = 330;
const MINUTES_PER_DAY = 1440;
/** Longer cells are not dates, whatever they start with. */
const LONGEST_TEXT = 48;

const YEAR_FIRST = /^([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?=$|[T ])/;
const COMPACT = /^([0-9]{4})([0-9]{2})([0-9]{2})$/;
const DAY_FIRST = /^([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?=$|[T ])/;
const DAY_NAME_FIRST = /^([0-9]{1,2})[-/., ]*([A-Za-z]{3,9})[-/.,' ]*([0-9]{4}|[0-9]{2})(?=$|[T ])/;
const TIME =
  /^[T ]+([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?: *([AaPp])\.?[Mm]\.?)?(?: *(Z|[+-][0-9]{2}:?[0-9]{2}))?$/;

/**
 * Reads a date by explicit format: DD-MM-YYYY, DD/MM/YYYY, DD.MM.YYYY, the same with two-digit years, YYYY-MM-DD,
 * YYYY/MM/DD, YYYYMMDD, and day, month name, year ("3-Oct-26", "03 October 2026"). A time may follow; it is dropped,
 * but a time with an explicit offset is first moved to IST, because legal dates are IST dates. Two-digit years are 20YY.
 *
 * The day always comes before the month: MM/DD is never guessed, so "10/13/2026" is null. So is a day that does not
 * exist, a year outside the bounds, and any other text.
 *
 * @example
 * parseCalendarDate('3-Oct-26'); // '2026-10-03'
 * parseCalendarDate('2026-10-02T18:30:00Z'); // '2026-10-03'
 */
export const parseCalendarDate = (text: string, options: CalendarDateOptions = {}): CalendarDate | null => {
  if (text.length > LONGEST_TEXT) return null;
  const trimmed = text.trim();
  const found = findDay(trimmed);
  if (found === null) return null;
  const date = dateOfParts(found.year, found.month, found.day, options);
  const shift = dayShift(trimmed.slice(found.length));
  if (date === null || shift === null) return null;
  return shift === 0 ? date : addDays(date, shift);
};

interface FoundDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Characters of the text that the date took. */
  readonly length: number;
}

const findDay = (text: string): FoundDay | null => {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return foundDay(yearFirst[1], Number(yearFirst[3]), yearFirst[4], yearFirst[0]);
  const compact = COMPACT.exec(text);
  if (compact) return foundDay(compact[1], Number(compact[2]), compact[3], compact[0]);
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return foundDay(dayFirst[4], Number(dayFirst[3]), dayFirst[1], dayFirst[0]);
  const named = DAY_NAME_FIRST.exec(text);
  const month = named?.[2] === undefined ? null : monthOfName(named[2]);
  return named && month !== null ? foundDay(named[3], month, named[1], named[0]) : null;
};

const foundDay = (year = '', month = 0, day = '', matched = ''): FoundDay => ({
  year: year.length === 2 ? 2000 + Number(year) : Number(year),
  month,
  day: Number(day),
  length: matched.length,
});

/** Days to add for the time after a date: only an explicit offset can move it. Null when the rest is not a time. */
const dayShift = (rest: string): number | null => {
  if (rest === '') return 0;
  const time = TIME.exec(rest);
  if (!time) return null;
  const [, hourText, minuteText, meridiem, offset] = time;
  const clockHour = Number(hourText);
  const minute = Number(minuteText);
  if (clockHour > (meridiem ? 12 : 23) || minute > 59) return null;
  if (offset === undefined) return 0;
  const hour = meridiem ? (clockHour % 12) + (/[Pp]/.test(meridiem) ? 12 : 0) : clockHour;
  return Math.floor((hour * 60 + minute - offsetMinutes(offset) + IST_OFFSET_MINUTES) / MINUTES_PER_DAY);
};

const offsetMinutes = (offset: string): number => {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return offset.startsWith('-') ? -minutes : minutes;
};

const dateOfParts = (year: number, month: number, day: number, options: CalendarDateOptions): CalendarDate | null => {
  if (year < (options.earliestYear ?? EARLIEST_YEAR) || year > (options.latestYear ?? LATEST_YEAR)) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as CalendarDate; // the day was just found to be real
};

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** True for `YYYY-MM-DD` naming a real day of any year, as DuckDB writes a DATE. */
export const isCalendarDate = (text: string): text is CalendarDate =>
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) &&
  dateOfParts(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)), ANY_YEAR) !== null;

const ANY_YEAR: CalendarDateOptions = { earliestYear: 1, latestYear: 9999 };

/**
 * The date of a spreadsheet serial; a time of day in the fraction is dropped. `date1904` is the workbook's own setting.
 * Null for a serial that is not a number or falls outside the year bounds, which also keeps clear of the day
 * 29 February 1900 that the 1900 system invents.
 */
export const dateFromExcelSerial = (
  serial: number,
  date1904 = false,
  options: CalendarDateOptions = {},
): CalendarDate | null => {
  const days = Math.floor(serial);
  if (!Number.isSafeInteger(days) || days < 61 || days > 2_958_465) return null;
  const epoch = date1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const date = dateOfDayNumber(epoch / DAY_MS + days);
  return dateOfParts(yearOf(date), monthOf(date), dayOf(date), options);
};

const dayNumber = (date: CalendarDate): number => Date.UTC(yearOf(date), monthOf(date) - 1, dayOf(date)) / DAY_MS;
const dateOfDayNumber = (days: number): CalendarDate =>
  new Date(days * DAY_MS).toISOString().slice(0, 10) as CalendarDate; // ISO text of a whole day
const yearOf = (date: CalendarDate): number => Number(date.slice(0, 4));
const monthOf = (date: CalendarDate): number => Number(date.slice(5, 7));
const dayOf = (date: CalendarDate): number => Number(date.slice(8, 10));

/** Days from `from` to `to`; negative when `to` comes first. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => dayNumber(to) - dayNumber(from);

/** The date `days` later, or earlier when negative. */
export const addDays = (date: CalendarDate, days: number): CalendarDate => dateOfDayNumber(dayNumber(date) + days);

/** Negative, zero or positive, for `sort`. */
export const compareDates = (left: CalendarDate, right: CalendarDate): number =>
  left < right ? -1 : left > right ? 1 : 0;

/** The date with day and month exchanged, as a DD/MM cell read as MM/DD; null when the day is above 12. */
export const swapDayAndMonth = (date: CalendarDate): CalendarDate | null =>
  dateOfParts(yearOf(date), dayOf(date), monthOf(date), ANY_YEAR);
