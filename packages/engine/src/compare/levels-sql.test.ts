import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { numberKeysSql, readFinancialYears } from '../normalise/number-keys-sql.ts';
import { selectDocuments } from '../normalise/select-documents.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import {
  booksDocument,
  createConnection,
  type DocumentRow,
  fillDocuments,
  interState,
  intraState,
  OTHER_SUPPLIER,
  OWN_DELHI,
  portalDocument,
  SUPPLIER_TAMIL_NADU,
} from '../testing/documents.ts';
import { code, FIELDS, type Field, LEVELS, levelsSql } from './levels-sql.ts';

const SETTINGS = { ...DEFAULT_SETTINGS, asOf: '2026-11-22' };

/** What is said of a pair: how each of the two differs from the common document, and the level that follows. */
type Example = readonly [what: string, books: DocumentRow, portal: DocumentRow, level: string];

const number = (books: string | null, portal: string | null, level: string): Example => [
  `${books} in the books, ${portal} on the portal`,
  { number: books },
  { number: portal },
  level,
];
const date = (books: string, portal: string, level: string): Example => [
  `${books} in the books, ${portal} on the portal`,
  { date: books },
  { date: portal },
  level,
];
const taxable = (books: number, portal: number, level: string): Example => [
  `${books} paise in the books, ${portal} on the portal`,
  interState(books),
  interState(portal),
  level,
];
const kind = (books: string, portal: string, level: string): Example => [
  `${books} in the books, ${portal} on the portal`,
  { kind: books },
  { kind: portal },
  level,
];
const reverseCharge = { ...interState(1_000_000), reverse_charge: true };
const untaxed = { ...interState(1_000_000), igst: '0.00' };

const EXAMPLES: Readonly<Record<Field, readonly Example[]>> = {
  number: [
    number('inv 101', 'INV/101', 'SAME'),
    number('INV/26-27/0412', 'INV-412', 'CORE'),
    number('INV/26-27/0412', 'INV/2026-27/412', 'CORE'),
    number('000871', '871', 'CORE'),
    number('S0B-412', '508/412', 'FOLDED'),
    number('INV/26-27/0412', '412', 'DIGITS'),
    number('412', 'SAL/412/26-27', 'DIGITS'),
    number('2627000412', 'GST-412', 'DIGITS'),
    number('INV-412', 'CRN-412', 'OTHER_SERIES'),
    number('INV-412', 'INV-413', 'NEIGHBOUR'),
    number('INV-412', 'INV-421', 'ONE_EDIT'),
    number('INV-412', 'INV-512', 'ONE_EDIT'),
    number('INV-412', 'INV-4112', 'ONE_EDIT'),
    number('AB12', 'AB12/7788', 'CONTAINED'),
    number(null, 'INV-412', 'MISSING'),
    number('INV-412', '', 'MISSING'),
    number('INV-412', '--', 'MISSING'),
    number('INV-412', 'XY/9930', 'OTHER'),
  ],
  date: [
    date('2026-05-12', '2026-05-12', 'SAME'),
    date('2026-05-12', '2026-05-15', 'WITHIN_3_DAYS'),
    date('2026-05-12', '2026-05-16', 'WITHIN_TOLERANCE'),
    date('2026-05-12', '2026-05-22', 'WITHIN_TOLERANCE'),
    date('2026-03-31', '2026-04-02', 'WITHIN_3_DAYS'),
    date('2026-05-12', '2026-12-05', 'SWAPPED'),
    date('2026-05-12', '2025-12-05', 'OTHER_YEAR'),
    date('2026-05-12', '2026-05-23', 'WITHIN_45_DAYS'),
    date('2026-05-12', '2026-06-26', 'WITHIN_45_DAYS'),
    date('2026-05-12', '2026-06-27', 'WITHIN_100_DAYS'),
    date('2026-05-13', '2026-12-25', 'FAR'),
    date('2026-05-13', '2025-05-13', 'OTHER_YEAR'),
  ],
  taxable: [
    taxable(1_000_000, 1_000_000, 'EQUAL'),
    taxable(1_000_000, 1_000_100, 'ROUNDING'),
    taxable(1_000_000, 999_900, 'ROUNDING'),
    taxable(1_000_000, 1_000_101, 'NEAR'),
    taxable(50_000, 51_000, 'NEAR'),
    taxable(50_000, 51_001, 'OTHER'),
    taxable(990_000, 1_000_000, 'NEAR'),
    taxable(989_999, 1_000_000, 'OTHER'),
  ],
  tax: [
    ['equal under every head', intraState(1_000_000), intraState(1_000_000), 'EQUAL'],
    ['a rupee apart under one head', { cgst: '900.00' }, { cgst: '901.00' }, 'ROUNDING'],
    ['a few rupees apart', { igst: '1800.00' }, { igst: '1805.00' }, 'NEAR'],
    ['IGST against CGST and SGST', interState(1_000_000), intraState(1_000_000), 'SWAPPED_HEADS'],
    ['cess apart', { cess: '50.00' }, { cess: '500.00' }, 'OTHER'],
    ['another rate', interState(1_000_000), { ...interState(1_000_000), igst: '2800.00' }, 'OTHER'],
    ['another amount at the same rate', interState(1_000_000), interState(1_500_000), 'SAME_RATE'],
    ['another amount at another rate', interState(1_000_000), { ...interState(1_500_000), igst: '750.00' }, 'OTHER'],
    ['the tax alone', { taxable: '10000.00', igst: '1800.00' }, { taxable: '6428.57', igst: '1800.00' }, 'EQUAL_ALONE'],
    ['reverse charge, no tax in the books', untaxed, reverseCharge, 'NOT_BOOKED'],
    ['no tax in the books without reverse charge', untaxed, interState(1_000_000), 'OTHER'],
  ],
  supplier: [
    ['the same GSTIN', {}, {}, 'SAME'],
    ['another GSTIN of the PAN, same number', {}, { cp_gstin: SUPPLIER_TAMIL_NADU }, 'SAME_PAN_SAME_NUMBER'],
    [
      'another GSTIN of the PAN, same serial',
      { number: '101' },
      { cp_gstin: SUPPLIER_TAMIL_NADU },
      'SAME_PAN_SAME_NUMBER',
    ],
    ['another GSTIN of the PAN, other number', { number: '7/88' }, { cp_gstin: SUPPLIER_TAMIL_NADU }, 'SAME_PAN'],
    ['another supplier', {}, { cp_gstin: OTHER_SUPPLIER }, 'OTHER'],
    ['no supplier in the books', { cp_gstin: null }, {}, 'OTHER'],
    ['imports', { kind: 'BILL_OF_ENTRY', cp_gstin: null }, { kind: 'BILL_OF_ENTRY', cp_gstin: null }, 'SAME'],
    [
      'an import booked under its supplier',
      { kind: 'BILL_OF_ENTRY' },
      { kind: 'BILL_OF_ENTRY', cp_gstin: null },
      'SAME',
    ],
    ['the same supplier, billed to Delhi', { own_gstin: OWN_DELHI }, {}, 'SAME'],
    ['GSTINs that hold no PAN', { cp_gstin: '9917USA00021OSC' }, { cp_gstin: '9917USA00021OSD' }, 'OTHER'],
    ['one GSTIN that holds no PAN', { cp_gstin: '9917USA00021OSC' }, { cp_gstin: '9917USA00021OSC' }, 'SAME'],
  ],
  own: [
    ['the same registration', {}, {}, 'SAME'],
    ['another registration of the PAN', { own_gstin: OWN_DELHI }, {}, 'OTHER_REGISTRATION'],
  ],
  kind: [
    kind('DEBIT_NOTE', 'CREDIT_NOTE', 'NOTE_SWAPPED'),
    kind('CREDIT_NOTE', 'DEBIT_NOTE', 'NOTE_SWAPPED'),
    kind('INVOICE', 'DEBIT_NOTE', 'SAME_DIRECTION'),
    kind('CREDIT_NOTE', 'CREDIT_NOTE', 'SAME'),
    kind('INVOICE', 'CREDIT_NOTE', 'REVERSED'),
    kind('INVOICE', 'ISD_INVOICE', 'SAME_DIRECTION'),
  ],
  place: [
    ['the same state', {}, {}, 'SAME'],
    ['unknown in the books', { pos: null }, {}, 'UNKNOWN'],
    ['another state', { pos: '07' }, {}, 'OTHER'],
    [
      'another port',
      { kind: 'BILL_OF_ENTRY', port_code: 'INMAA1' },
      { kind: 'BILL_OF_ENTRY', port_code: 'INBOM4' },
      'OTHER',
    ],
  ],
  reverseCharge: [
    ['the same flag', { reverse_charge: true }, { reverse_charge: true }, 'SAME'],
    ['the flag differs', { reverse_charge: true }, {}, 'OTHER'],
    ['the books do not say', { reverse_charge: null }, {}, 'UNKNOWN'],
  ],
};

const ALL = FIELDS.flatMap((field) => EXAMPLES[field].map((example) => ({ field, example })));

let connection: DuckDBConnection;
let codes: number[][];

beforeAll(async () => {
  connection = await createConnection();
  await fillDocuments(connection, 'books', [{}, ...ALL.map(({ example }) => example[1])].map(booksDocument));
  await fillDocuments(connection, 'portal', [{}, ...ALL.map(({ example }) => example[2])].map(portalDocument));
  await connection.run('CREATE SCHEMA work');
  await selectDocuments({ connection, settings: SETTINGS, capsHit: [] });
  const years = await readFinancialYears(connection);
  const levels = levelsSql(SETTINGS);
  const reader = await connection.runAndReadAll(
    `SELECT ${FIELDS.map((field) => levels[field]).join(', ')}
     FROM (${numberKeysSql('work.books', years)}) b JOIN (${numberKeysSql('work.portal', years)}) p USING (seq) ORDER BY seq`,
  );
  codes = reader.getRows().map((row) => row.map(Number));
});
afterAll(() => connection.closeSync());

const levelOf = (row: number, field: Field): string | undefined =>
  LEVELS[field][codes[row]?.[FIELDS.indexOf(field)] ?? -1];

test('two equal documents have the first level of every field', () => {
  expect(FIELDS.map((field) => levelOf(0, field))).toEqual(FIELDS.map((field) => LEVELS[field][0]));
});

describe.each(FIELDS)('%s', (field) => {
  test.each(EXAMPLES[field])('%s', (...example) => {
    const row = 1 + ALL.findIndex((one) => one.field === field && one.example[0] === example[0]);
    expect(levelOf(row, field)).toBe(example[3]);
  });

  test('every level has an example', () => {
    const shown = new Set(EXAMPLES[field].map(([, , , level]) => level));
    expect(LEVELS[field].filter((level) => !shown.has(level))).toEqual([]);
  });
});

test('a code is the place of the level in its field', () => {
  expect(code('number', 'SAME')).toBe(0);
  expect(code('tax', 'NOT_BOOKED')).toBe(2);
});

test('tolerances are settings, and three days are never more than the tolerance', () => {
  const strict = levelsSql({ ...SETTINGS, dateToleranceDays: 2, tolerancePaise: 0 });
  expect(strict.date).toContain('<= least(3, 2)');
  expect(strict.taxable).toContain('<= 0 THEN');
});
