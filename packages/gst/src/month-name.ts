const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;
const FULL_NAMES = [
  'JANUARY',
  'FEBRUARY',
  'MARCH',
  'APRIL',
  'MAY',
  'JUNE',
  'JULY',
  'AUGUST',
  'SEPTEMBER',
  'OCTOBER',
  'NOVEMBER',
  'DECEMBER',
] as const;

const MONTH_OF_NAME: ReadonlyMap<string, number> = new Map<string, number>([
  ...MONTHS.map((name, index): [string, number] => [name, index + 1]),
  ...FULL_NAMES.map((name, index): [string, number] => [name, index + 1]),
  ['SEPT', 9],
]);

/** 1 to 12 for an English month name, short or full, in any case; null for anything else. */
export const monthOfName = (text: string): number | null => MONTH_OF_NAME.get(text.toUpperCase()) ?? null;
