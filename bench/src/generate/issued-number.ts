import { compactDate, type Day, fiscalYear } from './calendar.ts';
import type { Random, Weights } from './random.ts';

/** A document number and the parts it was made of. */
export interface IssuedNumber {
  readonly text: string;
  readonly prefix: string;
  /** The serial as printed, with its zeros. */
  readonly serial: string;
  readonly separator: string;
  /** The financial year as printed, or empty. */
  readonly fiscalYear: string;
  readonly style: NumberStyle;
}

export type NumberStyle =
  | 'serial'
  | 'padded-serial'
  | 'prefix-serial'
  | 'prefix-year-serial'
  | 'serial-year'
  | 'joined-year'
  | 'date-coded'
  | 'long-numeric'
  | 'alphanumeric';

/** One book of numbers of one registration. */
export interface Series {
  readonly style: NumberStyle;
  readonly prefix: string;
  readonly separator: string;
  readonly width: number;
  readonly longYear: boolean;
  /** Mean step between two numbers that reach us; the others go to other customers. */
  readonly meanStep: number;
  readonly firstSerial: number;
  readonly serials: Map<number, number>;
}

const PREFIXES = [
  'INV',
  'BP',
  'TI',
  'SI',
  'GST',
  'S',
  'A',
  'MH',
  'DEL',
  'KA',
  'RI',
  'SVC',
  'BLR',
  'TAX',
  'CR',
  'IN',
  'SL',
  'B',
];
const NOTE_PREFIXES = ['CN', 'CRN', 'SR', 'C', 'CDN'];

export const createSeries = (
  styles: Weights<NumberStyle>,
  short: boolean,
  forNotes: boolean,
  random: Random,
): Series => ({
  style: random.weighted(styles),
  prefix: random.pick(forNotes ? NOTE_PREFIXES : PREFIXES),
  separator: random.pick(['/', '/', '/', '-', '-', '']),
  width: random.pick([0, 0, 3, 4, 4, 5]),
  longYear: random.chance(0.15),
  meanStep: short ? 1 + random.int(2) : 1 + Math.floor(random.next() ** 3 * 40),
  firstSerial: short ? 1 + random.int(60) : 1 + Math.floor(random.next() ** 2 * 3000),
  serials: new Map(),
});

/** The next number of the series on that day. Serials start anew on 1 April. */
export const issueNumber = (series: Series, day: Day, random: Random): IssuedNumber => {
  const year = fiscalYear(day);
  const before = series.serials.get(year) ?? (year === 2025 ? series.firstSerial : 0);
  const serialValue = before + 1 + random.int(Math.max(1, series.meanStep * 2 - 1));
  series.serials.set(year, serialValue);
  return print(series, serialValue, day, random);
};

/** `2025` as `25-26` or `2025-26`. */
export const printYear = (year: number, long: boolean): string =>
  `${long ? year : String(year % 100).padStart(2, '0')}-${String((year + 1) % 100).padStart(2, '0')}`;

const print = (series: Series, value: number, day: Day, random: Random): IssuedNumber => {
  const year = printYear(fiscalYear(day), series.longYear && series.width <= 4 && series.prefix.length <= 2);
  const padded = String(value).padStart(series.width, '0');
  const separator = series.separator;
  const parts = { prefix: series.prefix, serial: padded, separator, fiscalYear: '', style: series.style };
  switch (series.style) {
    case 'serial':
      return { ...parts, prefix: '', serial: String(value), text: String(value) };
    case 'padded-serial': {
      const serial = String(value).padStart(6, '0');
      return { ...parts, prefix: '', serial, text: serial };
    }
    case 'prefix-serial':
      return { ...parts, text: `${series.prefix}${separator}${padded}` };
    case 'prefix-year-serial': {
      const between = separator === '' ? '/' : separator;
      return { ...parts, separator: between, fiscalYear: year, text: [series.prefix, year, padded].join(between) };
    }
    case 'serial-year':
      return { ...parts, prefix: '', separator: '/', fiscalYear: year, text: `${padded}/${year}` };
    case 'joined-year': {
      const joined = printYear(fiscalYear(day), false).replace('-', '');
      const serial = String(value).padStart(5, '0');
      return { ...parts, serial, separator: '', fiscalYear: joined, text: `${series.prefix}${joined}${serial}` };
    }
    case 'date-coded': {
      const serial = String(value % 1000).padStart(3, '0');
      const text = `${compactDate(day).slice(series.width >= 4 ? 0 : 2)}${separator}${serial}`;
      return { ...parts, prefix: '', serial, text };
    }
    case 'long-numeric': {
      const serial = String(value).padStart(8, '0');
      return {
        ...parts,
        prefix: '',
        serial,
        separator: '',
        text: `9${compactDate(day).slice(2, 6)}${serial.padStart(10, '0')}`,
      };
    }
    case 'alphanumeric': {
      const serial = alphanumeric(8, random);
      return { ...parts, prefix: '', serial, separator: '', text: serial };
    }
  }
};

const alphanumeric = (length: number, random: Random): string => {
  let text = random.pick(['A', 'F', 'D', 'X', 'M', 'Z']);
  while (text.length < length)
    text += random.pick(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'K', 'N', 'S', 'O']);
  return text;
};
