import {
  DATE_LEVELS,
  KIND_LEVELS,
  NUMBER_LEVELS,
  OWN_LEVELS,
  PLACE_LEVELS,
  REVERSE_CHARGE_LEVELS,
  SUPPLIER_LEVELS,
  TAX_LEVELS,
  TAXABLE_LEVELS,
} from '../score/default-weights.ts';
import type { ReconcileSettings } from '../settings.ts';

/** The levels of each field, in the order of their codes (0 first); `work.compared` holds the codes. */
export const LEVELS = {
  number: NUMBER_LEVELS,
  date: DATE_LEVELS,
  taxable: TAXABLE_LEVELS,
  tax: TAX_LEVELS,
  supplier: SUPPLIER_LEVELS,
  own: OWN_LEVELS,
  kind: KIND_LEVELS,
  place: PLACE_LEVELS,
  reverseCharge: REVERSE_CHARGE_LEVELS,
} as const;

export type Field = keyof typeof LEVELS;
export const FIELDS = Object.keys(LEVELS) as Field[]; // Object.keys loses the literal types

/** Code of a level; a name that is not a level of its field does not compile. */
export const code = <F extends Field>(field: F, level: (typeof LEVELS)[F][number]): number =>
  (LEVELS[field] as readonly string[]).indexOf(level); // the tuples differ per field, indexOf needs one type

type Case<F extends Field> = readonly (readonly [condition: string, level: (typeof LEVELS)[F][number]])[];

const caseSql = <F extends Field>(field: F, cases: Case<F>, otherwise: (typeof LEVELS)[F][number]): string =>
  `CASE ${cases.map(([condition, level]) => `WHEN ${condition} THEN ${code(field, level)}`).join(' ')} ELSE ${code(field, otherwise)} END::TINYINT`;

/** One side lacks the prefix or suffix, or a part of it; two different ones are two series. */
const lettersAgree =
  '(starts_with(b.letters, p.letters) OR starts_with(p.letters, b.letters) OR suffix(b.letters, p.letters) OR suffix(p.letters, b.letters))';
const days = "abs(date_diff('day', b.date, p.date))";
const both = (text: string) => text.replaceAll('X', 'b').concat(' AND ', text.replaceAll('X', 'p'));

/** SQL of the level code of each field for a pair of rows `b` (books) and `p` (portal). */
export const levelsSql = (settings: ReconcileSettings): Record<Field, string> => {
  const { tolerancePaise: tolerance, dateToleranceDays, probableTolerancePaise, probableToleranceRatio } = settings;
  const near = (column: string) =>
    `abs(b.${column} - p.${column}) <= greatest(${probableTolerancePaise}, ${probableToleranceRatio} * abs(p.${column}))`;
  const headsWithin = (amount: number) =>
    ['igst', 'cgst', 'sgst', 'cess'].map((head) => `abs(b.${head} - p.${head}) <= ${amount}`).join(' AND ');
  return {
    number: caseSql(
      'number',
      [
        ['b.alnum IS NULL OR p.alnum IS NULL', 'MISSING'],
        ['b.alnum = p.alnum', 'SAME'],
        ['b.core = p.core', 'CORE'],
        ['b.folded = p.folded', 'FOLDED'],
        [`b.serial = p.serial AND ${lettersAgree}`, 'DIGITS'],
        ['b.serial = p.serial AND length(b.serial) >= 2', 'OTHER_SERIES'],
        [`length(b.core) = length(p.core) AND b.core[:-2] = p.core[:-2] AND b.core <> p.core`, 'NEIGHBOUR'],
        [
          'abs(length(b.alnum) - length(p.alnum)) <= 1 AND greatest(length(b.alnum), length(p.alnum)) >= 2 AND damerau_levenshtein(b.alnum, p.alnum) = 1',
          'ONE_EDIT',
        ],
        [
          'abs(length(b.core) - length(p.core)) <= 1 AND greatest(length(b.core), length(p.core)) >= 2 AND damerau_levenshtein(b.core, p.core) = 1',
          'ONE_EDIT',
        ],
        [
          'least(length(b.core), length(p.core)) >= 3 AND (contains(b.core, p.core) OR contains(p.core, b.core))',
          'CONTAINED',
        ],
      ],
      'OTHER',
    ),
    date: caseSql(
      'date',
      [
        ['b.date = p.date', 'SAME'],
        [`${days} <= least(3, ${dateToleranceDays})`, 'WITHIN_3_DAYS'],
        [`${days} <= ${dateToleranceDays}`, 'WITHIN_TOLERANCE'],
        ['day(b.date) = month(p.date) AND month(b.date) = day(p.date) AND year(b.date) = year(p.date)', 'SWAPPED'],
        [`${days} <= 45`, 'WITHIN_45_DAYS'],
        [`${days} <= 100`, 'WITHIN_100_DAYS'],
        ['b.fy <> p.fy', 'OTHER_YEAR'],
      ],
      'FAR',
    ),
    taxable: caseSql(
      'taxable',
      [
        ['b.taxable = p.taxable', 'EQUAL'],
        [`abs(b.taxable - p.taxable) <= ${tolerance}`, 'ROUNDING'],
        [near('taxable'), 'NEAR'],
      ],
      'OTHER',
    ),
    tax: caseSql(
      'tax',
      [
        [`b.taxable <> p.taxable AND NOT (${near('taxable')}) AND b.tax = p.tax AND p.tax > 0`, 'EQUAL_ALONE'],
        [headsWithin(0), 'EQUAL'],
        [headsWithin(tolerance), 'ROUNDING'],
        // Under reverse charge the recipient pays the tax itself and many registers book none on the bill.
        ['p.reverse_charge AND b.tax = 0', 'NOT_BOOKED'],
        [`abs(b.tax - p.tax) <= ${tolerance * 2}`, 'SWAPPED_HEADS'],
        [
          `NOT (${near('taxable')}) AND abs(b.tax * p.taxable - p.tax * b.taxable) <= 200 * greatest(b.taxable, p.taxable)`,
          'SAME_RATE',
        ],
        [near('tax'), 'NEAR'],
      ],
      'OTHER',
    ),
    supplier: caseSql(
      'supplier',
      [
        ['b.sid = p.sid', 'SAME'],
        ['b.gid = p.gid AND (b.core = p.core OR b.serial = p.serial)', 'SAME_PAN_SAME_NUMBER'],
        ['b.gid = p.gid', 'SAME_PAN'],
        ['b.kind = 4 AND p.kind = 4', 'SAME'],
      ],
      'OTHER',
    ),
    own: caseSql('own', [['b.own = p.own', 'SAME']], 'OTHER_REGISTRATION'),
    kind: caseSql(
      'kind',
      [
        ['b.kind = p.kind', 'SAME'],
        [both('X.kind IN (2, 3)'), 'NOTE_SWAPPED'],
        ['b.direction = p.direction', 'SAME_DIRECTION'],
      ],
      'REVERSED',
    ),
    place: caseSql(
      'place',
      [
        ['b.place IS NULL OR p.place IS NULL', 'UNKNOWN'],
        ['b.place = p.place', 'SAME'],
      ],
      'OTHER',
    ),
    reverseCharge: caseSql(
      'reverseCharge',
      [
        ['b.reverse_charge IS NULL OR p.reverse_charge IS NULL', 'UNKNOWN'],
        ['b.reverse_charge = p.reverse_charge', 'SAME'],
      ],
      'OTHER',
    ),
  };
};
