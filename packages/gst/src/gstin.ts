import type { Brand } from './brand.ts';
import { isPan, type Pan } from './pan.ts';

/** A 15-character GSTIN or UIN of a known shape, upper case. Its check digit may still be wrong. */
export type Gstin = Brand<string, 'Gstin'>;

export const GSTIN_KINDS = ['NORMAL', 'GOVERNMENT', 'TDS', 'TCS', 'NON_RESIDENT', 'OIDAR', 'UIN'] as const;
export type GstinKind = (typeof GSTIN_KINDS)[number];

/**
 * Shapes published at developer.gst.gov.in. The narrow shapes come first: a 14th character D also satisfies the normal
 * pattern, but only tax deductors get it.
 */
const SHAPES: readonly (readonly [GstinKind, RegExp])[] = [
  ['TDS', /^[0-9]{2}[A-Z]{4}[A-Z0-9][0-9]{4}[A-Z][1-9A-Z]D[0-9A-Z]$/],
  ['TCS', /^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]C[0-9A-Z]$/],
  ['NORMAL', /^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/],
  ['GOVERNMENT', /^[0-9]{2}[A-Z]{4}[0-9]{5}[A-Z][0-9]Z[0-9]$/],
  ['NON_RESIDENT', /^[0-9]{4}[A-Z]{3}[0-9]{5}NR[0-9A-Z]$/],
  ['OIDAR', /^99[0-9]{2}[A-Z]{3}[0-9]{5}OS[0-9A-Z]$/],
  ['UIN', /^[0-9]{4}[A-Z]{3}[0-9]{5}[UO]N[A-Z0-9]$/],
];

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LENGTH = 15;

/** Upper case, without any white space, so that "27 aapfu0939f1zv" and a cell with a trailing space are the same. */
export const normaliseGstin = (text: string): string => text.replace(/\s|\u200b|\u200d|\u2060/g, '').toUpperCase();

/** Which kind of registration the shape belongs to, or null. Shape only; `text` must be normalised. */
export const gstinKind = (text: string): GstinKind | null => {
  for (const [kind, shape] of SHAPES) if (shape.test(text)) return kind;
  return null;
};

/**
 * The 15th character that belongs to the first 14 (mod 36, weights 1 and 2 alternating from the left).
 * Throws RangeError unless `first14` is 14 characters of 0-9 and A-Z.
 */
export const gstinCheckCharacter = (first14: string): string => {
  if (!/^[0-9A-Z]{14}$/.test(first14)) throw new RangeError('a check character needs 14 characters of 0-9 and A-Z');
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const product = ALPHABET.indexOf(first14.charAt(i)) * (i % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return ALPHABET.charAt((36 - (sum % 36)) % 36);
};

/** True when the last of 15 characters is the one that the first 14 ask for; false for any other text. */
export const isGstinCheckDigitValid = (gstin: string): boolean =>
  /^[0-9A-Z]{15}$/.test(gstin) && gstin.charAt(14) === gstinCheckCharacter(gstin.slice(0, 14));

export type GstinParse =
  | { readonly ok: true; readonly gstin: Gstin; readonly kind: GstinKind; readonly checkDigitValid: boolean }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a GSTIN as typed or as received. A wrong shape is refused with a reason a person can act on. A wrong check
 * digit is not refused: portal data is trusted with a warning, typed data is the caller's decision.
 *
 * @example
 * parseGstin(' 27aapfu0939f1zv '); // { ok: true, gstin: '27AAPFU0939F1ZV', kind: 'NORMAL', checkDigitValid: true }
 */
export const parseGstin = (text: string): GstinParse => {
  const candidate = normaliseGstin(text);
  const kind = gstinKind(candidate);
  if (kind === null) return { ok: false, reason: explainShape(candidate) };
  return {
    ok: true,
    gstin: candidate as Gstin, // its shape was just found
    kind,
    checkDigitValid: isGstinCheckDigitValid(candidate),
  };
};

/**
 * What is wrong with a GSTIN, in one sentence; null when nothing is.
 *
 * @example
 * explainGstinProblem('27AAPFU0939F1ZX'); // 'The GSTIN ends in X, but its check digit should be V.'
 */
export const explainGstinProblem = (text: string): string | null => {
  const parsed = parseGstin(text);
  if (!parsed.ok) return parsed.reason;
  if (parsed.checkDigitValid) return null;
  const expected = gstinCheckCharacter(parsed.gstin.slice(0, 14));
  return `The GSTIN ends in ${parsed.gstin.charAt(14)}, but its check digit should be ${expected}.`;
};

const explainShape = (candidate: string): string => {
  if (candidate === '') return 'The GSTIN is empty.';
  if (/[^0-9A-Z]/.test(candidate)) return 'A GSTIN holds only the letters A to Z and digits.';
  if (candidate.length !== LENGTH) return `A GSTIN has ${LENGTH} characters; this one has ${candidate.length}.`;
  if (!/^[0-9]{2}/.test(candidate)) return 'A GSTIN starts with a two-digit state code.';
  if (!isPan(candidate.slice(2, 12))) return 'Characters 3 to 12 of the GSTIN are not a PAN.';
  return 'The last three characters of the GSTIN are not those of any kind of registration.';
};

/**
 * The PAN inside, for grouping registrations of one holder. Null for the shapes that hold none: non-resident, OIDAR,
 * UIN, government ids, and a TDS registration made on a TAN.
 */
export const panOfGstin = (gstin: string): Pan | null => {
  const kind = gstinKind(gstin);
  if (kind !== 'NORMAL' && kind !== 'TDS' && kind !== 'TCS') return null;
  const pan = gstin.slice(2, 12);
  return isPan(pan) ? pan : null;
};

/** The two-digit state code a GSTIN starts with. */
export const stateOfGstin = (gstin: string): string => gstin.slice(0, 2);
