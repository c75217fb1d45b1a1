/**
 * Document numbers (CGST Rule 46(b)): consecutive serials of at most 16 characters, unique within a financial year.
 * Books and portal write the same number differently; the keys of this ladder take the differences away step by step.
 * Every step is a regular expression without look-around or back-reference, so that SQL (RE2) can say the same.
 */

export interface DocumentNumberKeys {
  readonly exact: string;
  readonly alnum: string;
  readonly core: string;
  /** Null when the number has no run of two digits or more. */
  readonly digits: string | null;
  readonly folded: string;
}

// ASCII only, so that SQL can agree: GSTN knows no other letters in a document number.
const upperAscii = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

/**
 * Letters a to z in upper case, outer white space removed, every inner run of white space one space. White space is
 * Unicode's, no-break space and byte order mark included, and the zero width space: `[\t-\r \u00a0\u1680
 * \u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]`.
 */
export const exactKey = (number: string): string =>
  upperAscii(number.replace(/[\s\u200b]+/g, ' ').replace(/^ | $/g, ''));

/** `exactKey` without everything but A-Z and 0-9. */
export const alnumKey = (number: string): string => exactKey(number).replace(/[^A-Z0-9]+/g, '');

/**
 * The number without what people leave out: financial year, leading zeros, separators.
 *
 * 1. `exactKey` with every run of other characters than A-Z and 0-9 replaced by one "-"; outer "-" removed.
 * 2. One token of the document's own financial year replaced by "-": `Y-Z`, `Y-ZZ`, `YY-ZZ`, `YZ`, `YZZ`, `YYZZ` (Y the
 *    starting year, Z the next, YY and ZZ their last two digits), the leftmost, with no digit on either side. If there
 *    is none: one separated token (the first three forms) of the year before or after in the same way, because a bill
 *    of 31 March is often booked in April.
 * 3. Leading zeros of every run of digits removed; a run of zeros becomes "0".
 * 4. Every "-" removed.
 *
 * If step 2 removed a token and the outcome is shorter than two characters or has no digit, step 2 is left out.
 * `financialYear` is the starting year (2026 for 2026-27), or null when the date is not known: then nothing is removed
 * in step 2.
 *
 * @example
 * coreKey('INV/26-27/0412', 2026); // 'INV412'
 */
export const coreKey = (number: string, financialYear: number | null): string =>
  coreSegments(number, financialYear).replaceAll('-', '');

/** The longest run of digits of the core (after step 3), the last of equally long ones; null below two digits. */
export const digitsKey = (number: string, financialYear: number | null): string | null =>
  longestDigits(coreSegments(number, financialYear));

/** `coreKey` with look-alikes folded: O to 0, I and L to 1, S to 5, B to 8. Zeros it makes are not stripped. */
export const foldedKey = (number: string, financialYear: number | null): string => fold(coreKey(number, financialYear));

/** All keys of one number at once. */
export const documentNumberKeys = (number: string, financialYear: number | null): DocumentNumberKeys => {
  const segments = coreSegments(number, financialYear);
  const core = segments.replaceAll('-', '');
  return {
    exact: exactKey(number),
    alnum: alnumKey(number),
    core,
    digits: longestDigits(segments),
    folded: fold(core),
  };
};

/** Steps 1 to 3 of the core: segments joined by "-". */
const coreSegments = (number: string, financialYear: number | null): string => {
  const segments = exactKey(number)
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (financialYear === null) return withoutLeadingZeros(segments);
  const shortened = withoutLeadingZeros(withoutFinancialYear(segments, financialYear));
  return isTooShort(shortened.replaceAll('-', '')) ? withoutLeadingZeros(segments) : shortened;
};

const isTooShort = (core: string): boolean => core.length < 2 || !/[0-9]/.test(core);

const withoutLeadingZeros = (segments: string): string => segments.replace(/(^|[^0-9])0+([0-9])/g, '$1$2');

const withoutFinancialYear = (segments: string, financialYear: number): string => {
  const shortened = segments.replace(ownYearToken(financialYear), '$1-$2');
  return shortened === segments ? segments.replace(neighbourYearToken(financialYear), '$1-$2') : shortened;
};

const twoDigits = (year: number): string => String(year % 100).padStart(2, '0');
const separatedForms = (year: number): string[] => {
  const [first, next] = [twoDigits(year), twoDigits(year + 1)];
  return [`${year}-${year + 1}`, `${year}-${next}`, `${first}-${next}`];
};
const joinedForms = (year: number): string[] => separatedForms(year).map((form) => form.replace('-', ''));

const tokenPattern = (forms: readonly string[]): RegExp => new RegExp(`(^|[^0-9])(?:${forms.join('|')})($|[^0-9])`);

const memoised = (create: (year: number) => RegExp): ((year: number) => RegExp) => {
  const patterns = new Map<number, RegExp>();
  return (year) => {
    const known = patterns.get(year) ?? create(year);
    patterns.set(year, known);
    return known;
  };
};

const ownYearToken = memoised((year) => tokenPattern([...separatedForms(year), ...joinedForms(year)]));
const neighbourYearToken = memoised((year) => tokenPattern([...separatedForms(year - 1), ...separatedForms(year + 1)]));

const longestDigits = (segments: string): string | null => {
  let longest = '';
  for (const run of segments.match(/[0-9]+/g) ?? []) if (run.length >= longest.length) longest = run;
  return longest.length >= 2 ? longest : null;
};

const FOLDED: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', S: '5', B: '8' };
const fold = (core: string): string => core.replace(/[OILSB]/g, (letter) => FOLDED[letter] ?? letter);
