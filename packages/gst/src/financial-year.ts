import type { CalendarDate } from './calendar-date.ts';
import { type ReturnPeriod, returnPeriodFromOrdinal, returnPeriodOrdinal } from './return-period.ts';

/** The financial year (1 April to 31 March) of a date, named by the year it starts in: 2026 for 2026-27. */
export const financialYearOf = (date: CalendarDate): number => {
  const year = Number(date.slice(0, 4));
  return Number(date.slice(5, 7)) >= 4 ? year : year - 1;
};

/** "2026-27" for 2026. */
export const formatFinancialYear = (startYear: number): string =>
  `${startYear}-${String((startYear + 1) % 100).padStart(2, '0')}`;

/** The start year of "2026-27", "2026-2027" or "FY 2026/27"; null when the two years do not follow each other. */
export const parseFinancialYear = (text: string): number | null => {
  const match = /^(?:F\.?Y\.? *)?(20[0-9]{2}) *[-/–] *((?:20)?[0-9]{2})$/i.exec(text.trim());
  if (match?.[1] === undefined || match[2] === undefined) return null;
  const startYear = Number(match[1]);
  return Number(match[2].slice(-2)) === (startYear + 1) % 100 ? startYear : null;
};

/** The financial year a return period lies in. */
export const financialYearOfPeriod = (period: ReturnPeriod): number =>
  Math.floor((returnPeriodOrdinal(period) - 4) / 12);

/** The period of a calendar month (1 to 12) inside a financial year: month 1 of 2026-27 is "012027". */
export const returnPeriodInFinancialYear = (startYear: number, month: number): ReturnPeriod =>
  returnPeriodFromOrdinal((month >= 4 ? startYear : startYear + 1) * 12 + month);
