/**
 * Fellegi-Sunter parameters as data. A level's weight is log2(m / u): m is how often a true pair shows the level,
 * u how often two documents of one supplier's pool show it by chance.
 *
 * Origin: m follows the frequencies of books differences in the domain spec 6.3 (70 % identical, 9 % number format,
 * 3 % date, 3 % rounding, 2 % amount, 1 % typing error, ...). u of serial numbers follows Rule 46(b) (a number is unique per
 * supplier and financial year, so agreement by chance is a typing error or another series); the others are estimates,
 * checked on the seeded sets of `npm run bench`. Where `u` is `frequency`, it is measured on the supplier's own documents
 * (term frequency), so that a price billed every day is worth little and a unique amount much.
 */
export interface LevelParameters {
  readonly m: number;
  readonly u: number | 'frequency';
}

export interface MatchWeights {
  readonly version: string;
  /** Number levels that agree carry their own prior: u is per pool document, so the size of the pool cancels out. */
  readonly number: Readonly<Record<NumberLevel, LevelParameters>>;
  readonly date: Readonly<Record<DateLevel, LevelParameters>>;
  readonly taxable: Readonly<Record<TaxableLevel, LevelParameters>>;
  readonly tax: Readonly<Record<TaxLevel, LevelParameters>>;
  readonly supplier: Readonly<Record<SupplierLevel, LevelParameters>>;
  readonly own: Readonly<Record<OwnLevel, LevelParameters>>;
  readonly kind: Readonly<Record<KindLevel, LevelParameters>>;
  readonly place: Readonly<Record<PlaceLevel, LevelParameters>>;
  readonly reverseCharge: Readonly<Record<ReverseChargeLevel, LevelParameters>>;
  /** Share of documents left without an agreeing number that have a partner at all; the prior of weak pairs. */
  readonly weakPairPrior: number;
  /** Least total weight (bits) of a link; 2 bits are odds of 4 to 1. */
  readonly linkThreshold: number;
  /** Least total weight of a confident link (WITHIN_TOLERANCE) whose number is not literally the same. */
  readonly confidentThreshold: number;
  /** A rival within this many bits makes a link ambiguous. */
  readonly ambiguityMargin: number;
  /** Pseudo-documents behind a measured frequency, so that a supplier with three bills proves little. */
  readonly frequencyPrior: number;
}

export const NUMBER_LEVELS = [
  'SAME',
  'CORE',
  'FOLDED',
  'DIGITS',
  'OTHER_SERIES',
  'ONE_EDIT',
  'NEIGHBOUR',
  'CONTAINED',
  'MISSING',
  'OTHER',
] as const;
export type NumberLevel = (typeof NUMBER_LEVELS)[number];

export const DATE_LEVELS = [
  'SAME',
  'WITHIN_3_DAYS',
  'WITHIN_TOLERANCE',
  'SWAPPED',
  'WITHIN_45_DAYS',
  'WITHIN_100_DAYS',
  'FAR',
  'OTHER_YEAR',
] as const;
export type DateLevel = (typeof DATE_LEVELS)[number];

export const TAXABLE_LEVELS = ['EQUAL', 'ROUNDING', 'NEAR', 'OTHER'] as const;
export type TaxableLevel = (typeof TAXABLE_LEVELS)[number];

export const TAX_LEVELS = [
  'EQUAL',
  'ROUNDING',
  'NOT_BOOKED',
  'SWAPPED_HEADS',
  'NEAR',
  'OTHER',
  'EQUAL_ALONE',
  'SAME_RATE',
] as const;
export type TaxLevel = (typeof TAX_LEVELS)[number];

export const SUPPLIER_LEVELS = ['SAME', 'SAME_PAN', 'SAME_PAN_SAME_NUMBER', 'OTHER'] as const;
export type SupplierLevel = (typeof SUPPLIER_LEVELS)[number];

export const OWN_LEVELS = ['SAME', 'OTHER_REGISTRATION'] as const;
export type OwnLevel = (typeof OWN_LEVELS)[number];

export const KIND_LEVELS = ['SAME', 'NOTE_SWAPPED', 'SAME_DIRECTION', 'REVERSED'] as const;
export type KindLevel = (typeof KIND_LEVELS)[number];

export const PLACE_LEVELS = ['SAME', 'UNKNOWN', 'OTHER'] as const;
export type PlaceLevel = (typeof PLACE_LEVELS)[number];

export const REVERSE_CHARGE_LEVELS = ['SAME', 'UNKNOWN', 'OTHER'] as const;
export type ReverseChargeLevel = (typeof REVERSE_CHARGE_LEVELS)[number];

/** Says nothing either way: nearly all pairs of a pool agree here, true or not, or one side does not tell. */
const neutral: LevelParameters = { m: 1, u: 1 };

export const DEFAULT_WEIGHTS: MatchWeights = {
  version: '2026-11',
  number: {
    SAME: { m: 0.8, u: 0.00002 },
    CORE: { m: 0.1, u: 0.00003 },
    FOLDED: { m: 0.01, u: 0.0002 },
    DIGITS: { m: 0.07, u: 0.0007 },
    OTHER_SERIES: { m: 0.05, u: 0.02 },
    ONE_EDIT: { m: 0.25, u: 0.012 },
    NEIGHBOUR: { m: 0.06, u: 0.06 },
    CONTAINED: { m: 0.1, u: 0.01 },
    MISSING: neutral,
    OTHER: { m: 0.15, u: 0.95 },
  },
  date: {
    SAME: { m: 0.88, u: 'frequency' },
    WITHIN_3_DAYS: { m: 0.05, u: 0.06 },
    WITHIN_TOLERANCE: { m: 0.04, u: 0.12 },
    SWAPPED: { m: 0.005, u: 0.005 },
    WITHIN_45_DAYS: { m: 0.02, u: 0.25 },
    WITHIN_100_DAYS: { m: 0.004, u: 0.25 },
    FAR: { m: 0.001, u: 0.25 },
    OTHER_YEAR: { m: 0.0001, u: 0.25 },
  },
  taxable: {
    EQUAL: { m: 0.93, u: 'frequency' },
    ROUNDING: { m: 0.04, u: 'frequency' },
    NEAR: { m: 0.015, u: 0.03 },
    OTHER: { m: 0.02, u: 0.95 },
  },
  tax: {
    EQUAL: { m: 0.94, u: 0.6 },
    ROUNDING: { m: 0.04, u: 0.05 },
    NOT_BOOKED: { m: 0.01, u: 0.01 },
    SWAPPED_HEADS: { m: 0.005, u: 0.02 },
    NEAR: { m: 0.01, u: 0.05 },
    OTHER: { m: 0.01, u: 0.4 },
    EQUAL_ALONE: { m: 0.2, u: 0.004 },
    // Where the taxable value differs the tax follows it: no second piece of evidence.
    SAME_RATE: { m: 0.9, u: 0.6 },
  },
  supplier: {
    SAME: neutral,
    SAME_PAN: { m: 0.02, u: 0.64 },
    // The registrations of a supplier number their bills alike; how little an equal serial proves, its length and the pool tell.
    SAME_PAN_SAME_NUMBER: { m: 0.08, u: 0.64 },
    OTHER: { m: 0.0002, u: 0.82 },
  },
  own: {
    SAME: neutral,
    OTHER_REGISTRATION: { m: 0.01, u: 0.32 },
  },
  kind: {
    SAME: neutral,
    NOTE_SWAPPED: { m: 0.04, u: 0.06 },
    SAME_DIRECTION: { m: 0.01, u: 0.08 },
    REVERSED: { m: 0.001, u: 0.13 },
  },
  place: {
    SAME: neutral,
    UNKNOWN: neutral,
    OTHER: { m: 0.01, u: 0.1 },
  },
  reverseCharge: {
    SAME: neutral,
    UNKNOWN: neutral,
    OTHER: { m: 0.006, u: 0.05 },
  },
  weakPairPrior: 0.5,
  linkThreshold: 2,
  confidentThreshold: 13,
  ambiguityMargin: 1,
  frequencyPrior: 8,
};
