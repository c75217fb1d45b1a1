/**
 * Calendar dates as days since 1970-01-01, and the twelve months of the made-up workspace:
 * November 2025 to October 2026, so that 31 March 2026 lies inside.
 */
export type Day = number;

export const dayOf = (year: number, month: number, date: number): Day => Date.UTC(year, month - 1, date) / 86_400_000;

export const FIRST_DAY: Day = dayOf(2025, 11, 1);
export const LAST_DAY: Day = dayOf(2026, 10, 31);
export const MONTH_COUNT = 12;

interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

const civilDates = new Map<Day, CivilDate>();

export const civil = (day: Day): CivilDate => {
  let known = civilDates.get(day);
  if (known === undefined) {
    const utc = new Date(day * 86_400_000);
    known = { year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, date: utc.getUTCDate() };
    civilDates.set(day, known);
  }
  return known;
};

const two = (value: number): string => String(value).padStart(2, '0');
const memo = (format: (date: CivilDate) => string): ((day: Day) => string) => {
  const texts = new Map<Day, string>();
  return (day) => {
    let text = texts.get(day);
    if (text === undefined) {
      text = format(civil(day));
      texts.set(day, text);
    }
    return text;
  };
};

/** DD-MM-YYYY. */
export const portalDate = memo(({ year, month, date }) => `${two(date)}-${two(month)}-${year}`);
/** YYYY-MM-DD. */
export const isoDate = memo(({ year, month, date }) => `${year}-${two(month)}-${two(date)}`);
/** YYYYMMDD, as date-coded numbers use it. */
export const compactDate = memo(({ year, month, date }) => `${year}${two(month)}${two(date)}`);

/** First year of the financial year (1 April to 31 March). */
export const fiscalYear = (day: Day): number => {
  const { year, month } = civil(day);
  return month >= 4 ? year : year - 1;
};

/** Months since November 2025, may lie outside 0..11. */
export const monthIndex = (day: Day): number => {
  const { year, month } = civil(day);
  return (year - 2025) * 12 + month - 11;
};

/** MMYYYY of a month index. */
export const periodOf = (index: number): string => {
  const months = 2025 * 12 + 10 + index;
  return `${two((months % 12) + 1)}${Math.floor(months / 12)}`;
};

/** A date in the month after the given one. */
export const dayInNextMonth = (index: number, date: number): Day => {
  const months = 2025 * 12 + 11 + index;
  return dayOf(Math.floor(months / 12), (months % 12) + 1, date);
};

/** Day and month exchanged, or null where that is no other date. */
export const swapDayAndMonth = (day: Day): Day | null => {
  const { year, month, date } = civil(day);
  return date <= 12 && date !== month ? dayOf(year, date, month) : null;
};
