import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explainGstinProblem,
  gstinCheckCharacter,
  gstinKind,
  isGstinCheckDigitValid,
  normaliseGstin,
  panOfGstin,
  parseGstin,
  stateOfGstin,
} from './gstin.ts';

const VALID = [
  '27AAPFU0939F1ZV',
  '29AAGCB7383J1Z4',
  '24AAACC1206D1ZM',
  '07AAGFF2194N1Z1',
  '33AAGCB1286Q1ZB',
  '24AAQCA8719H1ZC',
  '27AAACA1111A1ZS',
  '29AAACA1111A1ZO',
  '07ABCDE1234F2Z1',
  '33AAACB2222B1ZQ',
  '06AABCC3333C1ZD',
  '97AAACD4444D1ZU',
  '24AAAAA0000A1Z8',
  '09ZZZZZ9999Z9ZY',
  '27AAACA1111A1C3',
];

const WRONG_CHECK_DIGIT = [
  ['27AAPFU0939F1ZX', 'V'],
  ['27AABCU9603R1ZM', 'N'],
  ['01AABCE2207R1Z5', 'V'],
  ['24AAACJ3770E2ZZ', 'V'],
  ['19AABCT3518Q1ZV', 'T'],
  ['29AABCT1332L1ZR', 'A'],
] as const;

const from = (alphabet: string, length: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((chars) => chars.join(''));
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const normalGstin = fc
  .tuple(from(DIGITS, 2), from(LETTERS, 5), from(DIGITS, 4), from(LETTERS, 1), from(`123456789${LETTERS}`, 1))
  .map((parts) => `${parts.join('')}Z`)
  .map((first14) => first14 + gstinCheckCharacter(first14));

describe('check digit', () => {
  it.each(VALID)('accepts %s', (gstin) => {
    expect(isGstinCheckDigitValid(gstin)).toBe(true);
    expect(explainGstinProblem(gstin)).toBeNull();
  });

  it.each(WRONG_CHECK_DIGIT)('%s should end in %s', (gstin, expected) => {
    expect(isGstinCheckDigitValid(gstin)).toBe(false);
    expect(gstinCheckCharacter(gstin.slice(0, 14))).toBe(expected);
    expect(parseGstin(gstin)).toMatchObject({ ok: true, checkDigitValid: false });
    expect(explainGstinProblem(gstin)).toBe(
      `The GSTIN ends in ${gstin.charAt(14)}, but its check digit should be ${expected}.`,
    );
  });

  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(normalGstin, fc.nat(14), fc.constantFrom(...DIGITS, ...LETTERS), (gstin, at, other) => {
        const changed = gstin.slice(0, at) + other + gstin.slice(at + 1);
        expect(isGstinCheckDigitValid(changed)).toBe(changed === gstin);
      }),
    );
  });

  it('is false, not an error, for text that is no GSTIN', () => {
    expect(isGstinCheckDigitValid('')).toBe(false);
    expect(isGstinCheckDigitValid('27AAPFU0939F1Z')).toBe(false);
    expect(isGstinCheckDigitValid('27aapfu0939f1zv')).toBe(false);
  });

  it('is not computed from anything but 14 known characters', () => {
    expect(() => gstinCheckCharacter('27AAPFU0939F1')).toThrow(RangeError);
    expect(() => gstinCheckCharacter('27AAPFU0939F1*')).toThrow(RangeError);
  });
});

describe('gstinKind', () => {
  it.each([
    ['27AAPFU0939F1ZV', 'NORMAL'],
    ['27AAACA1111A1C3', 'TCS'],
    ['27AAACA1111A1D2', 'TDS'],
    ['27MUMA12345B1D2', 'TDS'],
    ['27MUMA12345B1Z2', 'GOVERNMENT'],
    ['2717USA12345NR9', 'NON_RESIDENT'],
    ['9917USA12345OS3', 'OIDAR'],
    ['2717USA12345UN1', 'UIN'],
    ['2717USA12345ON1', 'UIN'],
  ])('%s is %s', (gstin, kind) => expect(gstinKind(gstin)).toBe(kind));

  it.each([
    '',
    'URP',
    '27AAPFU0939F0ZV',
    '27AAPFU0939F1KV',
    '27AAPFUO939F1ZV',
    '27AAPFU0939F1ZVV',
    '27AAPFU0939F1ZV\n',
    'A7AAPFU0939F1ZV',
    '2717USA12345OS3',
  ])('%j is nothing', (text) => expect(gstinKind(text)).toBeNull());
});

describe('parseGstin', () => {
  it('takes lower case and stray spaces', () => {
    expect(parseGstin(' 27aapfu0939f1zv ')).toEqual({
      ok: true,
      gstin: '27AAPFU0939F1ZV',
      kind: 'NORMAL',
      checkDigitValid: true,
    });
    expect(normaliseGstin('27\u00a0AAPFU 0939F1ZV\u200b\t')).toBe('27AAPFU0939F1ZV');
  });

  it.each([
    ['  ', 'The GSTIN is empty.'],
    ['27AAPFU0939F1Z', 'A GSTIN has 15 characters; this one has 14.'],
    ['27-AAPFU0939F1Z', 'A GSTIN holds only the letters A to Z and digits.'],
    ['MHAAPFU0939F1ZV', 'A GSTIN starts with a two-digit state code.'],
    ['27AAPFUO939F1ZV', 'Characters 3 to 12 of the GSTIN are not a PAN.'],
    ['27AAPFU0939F1XV', 'The last three characters of the GSTIN are not those of any kind of registration.'],
  ])('says why %j is refused', (text, reason) => {
    expect(parseGstin(text)).toEqual({ ok: false, reason });
    expect(explainGstinProblem(text)).toBe(reason);
  });

  it('accepts every well-made GSTIN and gives back its parts', () => {
    fc.assert(
      fc.property(normalGstin, (gstin) => {
        expect(parseGstin(gstin.toLowerCase())).toEqual({ ok: true, gstin, kind: 'NORMAL', checkDigitValid: true });
        expect(panOfGstin(gstin)).toBe(gstin.slice(2, 12));
        expect(stateOfGstin(gstin)).toBe(gstin.slice(0, 2));
      }),
    );
  });

  it('never throws, and always gives a reason or a known kind', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parsed = parseGstin(text);
        expect(parsed.ok ? parsed.kind : parsed.reason).not.toBe('');
      }),
    );
  });
});

describe('panOfGstin', () => {
  it.each([
    ['27AAPFU0939F1ZV', 'AAPFU0939F'],
    ['27AAACA1111A1C3', 'AAACA1111A'],
    ['27AAACA1111A1D2', 'AAACA1111A'],
  ])('%s holds %s', (gstin, pan) => expect(panOfGstin(gstin)).toBe(pan));

  it.each(['27MUMA12345B1D2', '27MUMA12345B1Z2', '2717USA12345NR9', '9917USA12345OS3', '2717USA12345UN1', 'x'])(
    '%s holds none',
    (gstin) => expect(panOfGstin(gstin)).toBeNull(),
  );
});
