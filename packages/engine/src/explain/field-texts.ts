import type { Field } from '../compare/levels-sql.ts';

/** Result vocabulary of the compared fields (`misMatchFields`, `reasons[].field`). */
export const FIELD_NAMES: Readonly<Record<Field, string>> = {
  number: 'documentReferenceNumber',
  supplier: 'cpGstin',
  date: 'docDate',
  taxable: 'taxableValue',
  tax: 'taxValue',
  place: 'pos',
  reverseCharge: 'reverseChargeApplicable',
  kind: 'documentType',
  own: 'myGstin',
};

/** In this order a person reads them. */
export const READING_ORDER = Object.keys(FIELD_NAMES) as Field[]; // Object.keys loses the literal types

export type Outcome = 'AGREES' | 'CLOSE' | 'DIFFERS' | 'UNKNOWN';

export interface LevelText {
  readonly outcome: Outcome;
  /** SQL of a sentence; `b` and `p` are the two documents. */
  readonly textSql: string;
}

const say = (outcome: Outcome, sentence: string): LevelText => ({
  outcome,
  textSql: `'${sentence.replaceAll("'", "''")}'`,
});

const rupees = (paise: string) => `printf('%.2f', abs(${paise}) / 100.0)`;
const days = "abs(date_diff('day', b.date, p.date))";
const dates = "strftime(b.date, '%d-%m-%Y') || ' in the books, ' || strftime(p.date, '%d-%m-%Y') || ' on the portal'";
const apart = `'Dates are ' || ${days} || ' days apart: ' || ${dates} || CASE WHEN b.fy <> p.fy THEN ' (31 March lies between)' ELSE '' END`;
const larger = (column: string) =>
  `CASE WHEN p.${column} > b.${column} THEN 'more' ELSE 'less' END || ' on the portal'`;

export const LEVEL_TEXTS: Readonly<Record<Field, Readonly<Record<string, LevelText>>>> = {
  number: {
    SAME: say('AGREES', 'Same document number'),
    CORE: say('AGREES', 'Same document number but for the year, separators or leading zeros'),
    FOLDED: say(
      'CLOSE',
      'Same document number but for characters that look alike (O and 0, I and 1, S and 5, B and 8)',
    ),
    DIGITS: say('CLOSE', 'Same serial number; one side lacks the prefix, the suffix or the financial year'),
    OTHER_SERIES: say('DIFFERS', 'Same serial number, but in another series'),
    ONE_EDIT: say('CLOSE', 'Document numbers differ by one character'),
    NEIGHBOUR: say('CLOSE', 'Document numbers differ in the last character, as neighbouring serials do'),
    CONTAINED: say('CLOSE', 'One document number contains the other'),
    MISSING: say('UNKNOWN', 'One side has no document number'),
    OTHER: say('DIFFERS', 'Document numbers differ'),
  },
  supplier: {
    SAME: say('AGREES', 'Same supplier'),
    SAME_PAN: say('DIFFERS', 'Another GSTIN of the same supplier (same PAN)'),
    SAME_PAN_SAME_NUMBER: say(
      'DIFFERS',
      'Another GSTIN of the same supplier (same PAN), whose registrations may use the same serials',
    ),
    OTHER: say('DIFFERS', 'Another supplier GSTIN'),
  },
  date: {
    SAME: say('AGREES', 'Same date'),
    WITHIN_3_DAYS: { outcome: 'CLOSE', textSql: apart },
    WITHIN_TOLERANCE: { outcome: 'CLOSE', textSql: apart },
    SWAPPED: { outcome: 'CLOSE', textSql: `'Day and month are swapped: ' || ${dates}` },
    WITHIN_45_DAYS: { outcome: 'DIFFERS', textSql: apart },
    WITHIN_100_DAYS: { outcome: 'DIFFERS', textSql: apart },
    FAR: { outcome: 'DIFFERS', textSql: apart },
    OTHER_YEAR: { outcome: 'DIFFERS', textSql: apart },
  },
  taxable: {
    EQUAL: say('AGREES', 'Same taxable value'),
    ROUNDING: {
      outcome: 'CLOSE',
      textSql: `'Taxable value differs by rounding (' || ${rupees('p.taxable - b.taxable')} || ')'`,
    },
    NEAR: {
      outcome: 'DIFFERS',
      textSql: `'Taxable value is ' || ${rupees('p.taxable - b.taxable')} || ' ' || ${larger('taxable')}`,
    },
    OTHER: {
      outcome: 'DIFFERS',
      textSql: `'Taxable value is ' || ${rupees('p.taxable - b.taxable')} || ' ' || ${larger('taxable')}`,
    },
  },
  tax: {
    EQUAL: say('AGREES', 'Same tax under every head'),
    ROUNDING: say('CLOSE', 'Tax differs by rounding'),
    NOT_BOOKED: say('CLOSE', 'Reverse charge: the tax is not on the bill in the books'),
    SWAPPED_HEADS: say('DIFFERS', 'Same total tax under other heads (IGST against CGST and SGST)'),
    NEAR: { outcome: 'DIFFERS', textSql: `'Tax is ' || ${rupees('p.tax - b.tax')} || ' ' || ${larger('tax')}` },
    OTHER: { outcome: 'DIFFERS', textSql: `'Tax is ' || ${rupees('p.tax - b.tax')} || ' ' || ${larger('tax')}` },
    SAME_RATE: {
      outcome: 'DIFFERS',
      textSql: `'Tax is ' || ${rupees('p.tax - b.tax')} || ' ' || ${larger('tax')} || ', at the same rate'`,
    },
    EQUAL_ALONE: say('AGREES', 'Same tax, though the taxable value differs'),
  },
  place: {
    SAME: say('AGREES', 'Same place of supply'),
    UNKNOWN: say('UNKNOWN', 'Place of supply is known on one side only'),
    OTHER: {
      outcome: 'DIFFERS',
      textSql: `'Place of supply is ' || b.place || ' in the books, ' || p.place || ' on the portal'`,
    },
  },
  reverseCharge: {
    SAME: say('AGREES', 'Same reverse charge flag'),
    UNKNOWN: say('UNKNOWN', 'The books do not say whether reverse charge applies'),
    OTHER: {
      outcome: 'DIFFERS',
      textSql: `'Reverse charge applies ' || CASE WHEN p.reverse_charge THEN 'on the portal only' ELSE 'in the books only' END`,
    },
  },
  kind: {
    SAME: say('AGREES', 'Same kind of document'),
    NOTE_SWAPPED: say('CLOSE', 'A debit note on one side is a credit note on the other'),
    SAME_DIRECTION: say('CLOSE', 'Other kind of document in the same direction'),
    REVERSED: say('DIFFERS', 'An invoice on one side is a credit note on the other'),
  },
  own: {
    SAME: say('AGREES', 'Same own registration'),
    OTHER_REGISTRATION: say('DIFFERS', 'Billed to another own registration'),
  },
};
