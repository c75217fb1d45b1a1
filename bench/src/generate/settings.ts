import type { NumberStyle } from './issued-number.ts';
import type { PriceHabit } from './prices.ts';
import type { Weights } from './random.ts';

export const SET_NAMES = ['mixed', 'hard', 'zipf', 'one-supplier', 'habits-b', 'habits-c'] as const;
export type SetName = (typeof SET_NAMES)[number];

/** What became of a document between the supplier's books and ours. */
export const SCENARIOS = [
  'identical',
  'number-format',
  'date-only',
  'day-month-swap',
  'rounding',
  'amount-differs',
  'supplier-late',
  'amended',
  'same-pan',
  'own-other-gstin',
  'head-swap',
  'number-typo',
  'split',
  'merged',
  'invoice-minus-credit',
  'duplicate',
  'never-in-2b',
  'credit-confusion',
  'reverse-charge-differs',
  'year-end-crosser',
  'number-blank',
  'number-cut',
  'number-damaged',
  'wrong-supplier',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface SetSettings {
  readonly scenarios: Weights<Scenario>;
  /** Portal documents nobody booked, per books document. */
  readonly extraShare: number;
  readonly supplierCount: (size: number) => number;
  readonly sizeLaw: 'skewed' | 'zipf' | 'even';
  readonly ownCount: (size: number) => number;
  /** Columns of the Max ITC template, where a number is mandatory, or of a plain register, where it may be blank. */
  readonly register: 'template' | 'plain';
  readonly prices: Weights<PriceHabit>;
  readonly numbers: Weights<NumberStyle>;
  readonly shortSerials: boolean;
  /** Share of bills dated 22 to 31 March that the other side dates in the other financial year. */
  readonly yearEndShare: number;
  readonly specialShare: { readonly imports: number; readonly isd: number };
  /** Share of vouchers that carry the posting date instead of the bill's. */
  readonly postingDateShare: number;
  /** Share of differing vouchers that also write the number in another format. */
  readonly alsoReformattedShare: number;
  /** A voucher amount may be booked to the whole rupee, the rest being round-off. */
  readonly wholeRupeeShare: number;
  readonly splitStyles: Weights<'same-number' | 'suffix' | 'blank'>;
  readonly mergedStyles: Weights<'one-number' | 'listed' | 'range' | 'blank'>;
  readonly creditStyles: Weights<'negative' | 'as-debit' | 'negative-invoice' | 'own-number'>;
}

/** Shares of domain spec 6.3; `identical` is what is left of a hundred. */
const SPEC_SCENARIOS: Weights<Scenario> = {
  'number-format': 9,
  'date-only': 2.5,
  'day-month-swap': 0.5,
  rounding: 3,
  'amount-differs': 2,
  'supplier-late': 5,
  amended: 1,
  'same-pan': 1,
  'own-other-gstin': 0.3,
  'head-swap': 0.5,
  'number-typo': 1,
  split: 0.5,
  merged: 0.3,
  'invoice-minus-credit': 0.2,
  duplicate: 0.5,
  'never-in-2b': 2,
  'credit-confusion': 1,
  'reverse-charge-differs': 0.3,
};

const ALL_STYLES: Weights<NumberStyle> = {
  serial: 14,
  'padded-serial': 8,
  'prefix-serial': 20,
  'prefix-year-serial': 26,
  'serial-year': 9,
  'joined-year': 9,
  'date-coded': 6,
  'long-numeric': 3,
  alphanumeric: 8,
};

const MIXED: SetSettings = {
  scenarios: SPEC_SCENARIOS,
  extraShare: 0.045,
  supplierCount: (size) => Math.max(20, Math.round(size ** 0.72)),
  sizeLaw: 'skewed',
  ownCount: (size) => (size < 20_000 ? 3 : 8),
  register: 'template',
  prices: { spread: 50, 'price-list': 25, fixed: 12, rent: 6, 'gross-fixed': 7 },
  numbers: ALL_STYLES,
  shortSerials: false,
  yearEndShare: 0.08,
  specialShare: { imports: 0.006, isd: 0.002 },
  postingDateShare: 0,
  alsoReformattedShare: 0.12,
  wholeRupeeShare: 0,
  splitStyles: { 'same-number': 50, suffix: 30, blank: 20 },
  mergedStyles: { 'one-number': 35, listed: 30, range: 20, blank: 15 },
  creditStyles: { negative: 45, 'as-debit': 35, 'negative-invoice': 20 },
};

const HARD: SetSettings = {
  ...MIXED,
  supplierCount: () => 100,
  sizeLaw: 'even',
  ownCount: () => 2,
  prices: { fixed: 60, 'gross-fixed': 40 },
  numbers: { serial: 45, 'padded-serial': 15, 'prefix-serial': 20, 'prefix-year-serial': 12, 'serial-year': 8 },
  shortSerials: true,
  specialShare: { imports: 0, isd: 0 },
};

export const SETS: Readonly<Record<SetName, SetSettings>> = {
  mixed: MIXED,
  hard: HARD,
  zipf: { ...MIXED, sizeLaw: 'zipf', supplierCount: (size) => Math.max(20, Math.round(size / 50)) },
  'one-supplier': {
    ...HARD,
    supplierCount: () => 1,
    ownCount: () => 1,
    prices: { fixed: 1 },
    scenarios: { 'number-format': 9, 'date-only': 3, 'supplier-late': 5, 'never-in-2b': 2, 'number-typo': 1 },
  },
  'habits-b': {
    ...MIXED,
    scenarios: { ...SPEC_SCENARIOS, 'number-format': 16, split: 2, merged: 1, 'number-blank': 2, 'number-typo': 1.5 },
    extraShare: 0.06,
    register: 'plain',
    supplierCount: (size) => Math.max(15, Math.round(size ** 0.65)),
    prices: { spread: 25, 'price-list': 35, fixed: 20, rent: 5, 'gross-fixed': 15 },
    numbers: { serial: 45, 'padded-serial': 15, 'prefix-serial': 10, 'serial-year': 20, 'date-coded': 10 },
    postingDateShare: 0.3,
    alsoReformattedShare: 0.3,
    wholeRupeeShare: 0.1,
    splitStyles: { 'same-number': 35, suffix: 30, blank: 35 },
    mergedStyles: { 'one-number': 25, listed: 25, range: 20, blank: 30 },
    creditStyles: { negative: 30, 'as-debit': 30, 'negative-invoice': 20, 'own-number': 20 },
  },
  'habits-c': {
    ...MIXED,
    scenarios: {
      ...SPEC_SCENARIOS,
      'number-format': 12,
      'amount-differs': 5,
      'supplier-late': 9,
      'never-in-2b': 6,
      'number-cut': 3,
      'number-damaged': 1,
      'wrong-supplier': 0.5,
    },
    extraShare: 0.12,
    supplierCount: (size) => Math.max(15, Math.round(size ** 0.8)),
    prices: { spread: 70, 'price-list': 15, fixed: 5, rent: 8, 'gross-fixed': 2 },
    numbers: {
      'long-numeric': 15,
      'joined-year': 25,
      'prefix-year-serial': 25,
      'padded-serial': 15,
      'date-coded': 10,
      alphanumeric: 10,
    },
    yearEndShare: 0.2,
    postingDateShare: 0.1,
    alsoReformattedShare: 0.2,
  },
};
