import type { Brand } from './brand.ts';

/** An amount in paise: a safe integer, less than 10^15 on either side of zero. */
export type Paise = Brand<number, 'Paise'>;

/** 10^13 rupees: far above any document, and far enough below 2^53 that a few amounts add up safely. */
const LIMIT_PAISE = 1e15;
/** Longer cells are not amounts, whatever they hold. */
const LONGEST_TEXT = 64;

export type RupeesParse =
  | { readonly kind: 'absent' }
  | { readonly kind: 'amount'; readonly paise: Paise }
  | { readonly kind: 'invalid'; readonly reason: string };

const ABSENT: RupeesParse = { kind: 'absent' };
const ABSENT_TEXT = /^(?:|[-–—]+|nil|na|n\/a|null)$/i;

/** What most cells hold. Reading it at once makes a column of a million amounts several times faster. */
const PLAIN = /^(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?$/;

/** Digits alone, or digits grouped the Indian or the western way: a last group of three, groups of two or three before. */
const NUMBER = /^([0-9]+|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3})?(?:\.([0-9]*))?(?:[eE](\+?)(-?[0-9]{1,3}))?$/;

/**
 * Reads an amount in rupees as registers write it: "1,23,456.78", "₹ 1,000", "Rs. 500/-", "(500.00)", "500.00-",
 * "500.00 Cr". A credit is negative, a debit positive. "", "-", "nil" and "n/a" are absent, not zero.
 *
 * More than two decimals are rounded to the paisa, halves away from zero. A positive exponent is taken when every digit
 * is a whole paisa ("1.5E3"); "1.23E+05", as spreadsheets show a number that does not fit, has lost its digits and is
 * invalid. So are a decimal comma ("1,50"), two signs at once, and 10^13 rupees or more.
 *
 * @example
 * parseRupees('₹ 1,23,456.78'); // { kind: 'amount', paise: 12345678 }
 */
export const parseRupees = (text: string): RupeesParse => {
  const plain = PLAIN.exec(text);
  if (plain) return plainAmount(plain);
  if (text.length > LONGEST_TEXT) return invalid('is too long for an amount');
  const bare = withoutCurrency(text.trim().replace(/[−‒]/g, '-'));
  if (ABSENT_TEXT.test(bare)) return ABSENT;
  const { digits, negative, signs } = takeSigns(bare);
  if (signs > 1) return invalid('has more than one sign');
  const match = NUMBER.exec(digits);
  if (!match || !/[0-9]/.test((match[1] ?? '') + (match[2] ?? ''))) return invalid('is not an amount');
  const [, whole = '', fraction = '', plus, exponent = '0'] = match;
  if (plus) return invalid('was cut short by a spreadsheet');
  const magnitude = roundedPaise(whole.replaceAll(',', ''), fraction, Number(exponent));
  if (magnitude === null) return invalid('is 10^13 rupees or more, or not a whole number of paise');
  return { kind: 'amount', paise: signed(magnitude, negative) };
};

const plainAmount = ([, sign, whole = '', fraction = '']: RegExpExecArray): RupeesParse => ({
  kind: 'amount',
  paise: signed(Number(whole + fraction.padEnd(2, '0')), sign === '-'),
});

const invalid = (reason: string): RupeesParse => ({ kind: 'invalid', reason });

const withoutCurrency = (text: string): string =>
  text
    .replace(/^([-+(]*)\s*(?:₹|rs\.?|inr)\s*/i, '$1')
    .replace(/\s*(?:₹|rs\.?|inr)$/i, '')
    .replace(/\s*\/-\s*$/, '')
    .trim();

/** The signs an amount may carry, of which it may carry one. */
const takeSigns = (text: string): { digits: string; negative: boolean; signs: number } => {
  let digits = text;
  let signs = 0;
  let negative = false;
  const take = (pattern: RegExp, isNegative: boolean): void => {
    const match = pattern.exec(digits);
    if (!match) return;
    digits = (match[1] ?? '').trim();
    signs += 1;
    negative ||= isNegative;
  };
  take(/^(.*\S)\s*Cr\.?$/i, true);
  if (signs === 0) digits = digits.replace(/\s*Dr\.?$/i, '');
  take(/^\(-\)(.+)$/, true);
  take(/^\((.+)\)$/, true);
  take(/^-(.+)$/, true);
  take(/^\+(.+)$/, false);
  take(/^(.+)-$/, true);
  return { digits: withoutCurrency(digits), negative, signs };
};

/** Paise of `whole.fraction` times ten to the `exponent`, or null when it is too large or hides digits. */
const roundedPaise = (whole: string, fraction: string, exponent: number): number | null => {
  const significant = (whole + fraction).replace(/^0+/, '');
  // The number is `significant` with this many of its digits after the paisa.
  const spare = fraction.length - exponent - 2;
  if (significant === '') return 0;
  if (exponent > 0 && /[1-9]/.test(spare > 0 ? significant.slice(-spare) : '')) return null;
  if (significant.length - spare > 16) return null;
  const kept =
    spare > 0
      ? significant.slice(0, Math.max(0, significant.length - spare))
      : significant.padEnd(significant.length - spare, '0');
  const roundsUp = spare > 0 && significant.length >= spare && significant.charAt(significant.length - spare) >= '5';
  const paise = Number(kept === '' ? '0' : kept) + (roundsUp ? 1 : 0);
  return paise < LIMIT_PAISE ? paise : null;
};

const signed = (magnitude: number, negative: boolean): Paise =>
  (negative && magnitude !== 0 ? -magnitude : magnitude) as Paise; // below LIMIT_PAISE, so a safe integer

/**
 * Paise of an amount that arrived as a JSON or spreadsheet number of rupees. Rounds to the paisa, halves away from zero,
 * judged on the decimal the number prints as (1.005 is 101 paise). Null for NaN, infinities and 10^13 or more.
 */
export const paiseOfNumber = (rupees: number): Paise | null => {
  const scaled = Math.abs(rupees) * 100;
  if (!(scaled < LIMIT_PAISE)) return null;
  const rounded = Math.round(scaled);
  // The product is exact enough except close to a half, where the decimal text decides.
  const isNearHalf = 0.5 - Math.abs(scaled - rounded) < 0.01 + scaled * Number.EPSILON;
  const paise = isNearHalf ? paiseOfDecimal(String(Math.abs(rupees))) : rounded;
  return paise === null || paise >= LIMIT_PAISE ? null : signed(paise, rupees < 0);
};

const paiseOfDecimal = (decimal: string): number | null => {
  const [mantissa = '', exponent = '0'] = decimal.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return roundedPaise(whole, fraction, Number(exponent));
};

/** A whole number of paise as `Paise`. Throws RangeError for a fraction and for 10^15 or more. */
export const paise = (value: number): Paise => {
  if (!Number.isInteger(value) || Math.abs(value) >= LIMIT_PAISE)
    throw new RangeError(`${value} is not an amount in paise`);
  return value as Paise; // just checked
};

/** "123456.78", "-0.50": plain rupees with two decimals, as DuckDB reads a DECIMAL(18,2). */
export const formatRupees = (amount: Paise): string => withSign(amount, String(wholeRupees(amount)));

/** "1,23,456.78": rupees with Indian digit grouping. */
export const formatIndianRupees = (amount: Paise): string =>
  withSign(amount, String(wholeRupees(amount)).replace(/(\d)(?=(?:\d{2})*\d{3}$)/g, '$1,'));

const wholeRupees = (amount: Paise): number => Math.floor(Math.abs(amount) / 100);
const withSign = (amount: Paise, rupees: string): string =>
  `${amount < 0 ? '-' : ''}${rupees}.${String(Math.abs(amount) % 100).padStart(2, '0')}`;
