import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { createDocumentTableSql, type MATCH_TYPES, RESULT_COLUMNS, SUPPLIER_COLUMNS } from '@milaan/gst';
import type { MatchTypeTotals, ReportSummary } from '../report-options.ts';

type Value = string | number | boolean | null | readonly string[];
export type FixtureRow = Readonly<Record<string, Value>>;

export interface Fixture {
  readonly books: readonly FixtureRow[];
  readonly portal: readonly FixtureRow[];
  readonly result: readonly FixtureRow[];
  readonly supplier: readonly FixtureRow[];
}

const literal = (value: Value): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]::VARCHAR[]`;
  return String(value);
};

const insert = async (connection: DuckDBConnection, table: string, rows: readonly FixtureRow[]): Promise<void> => {
  for (const row of rows) {
    const values = Object.values(row).map(literal).join(', ');
    await connection.run(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values})`);
  }
};

const createTable = (name: string, columns: readonly { readonly name: string; readonly type: string }[]): string =>
  `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${column.type}`).join(', ')})`;

/** The four relations that a report is written from. Columns that a row leaves out are null. */
export const openFixture = async (fixture: Fixture, threads = 2): Promise<DuckDBConnection> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection = await instance.connect();
  await connection.run(createDocumentTableSql('books'));
  await connection.run(createDocumentTableSql('portal'));
  await connection.run(createTable('result', RESULT_COLUMNS));
  await connection.run(createTable('supplier', SUPPLIER_COLUMNS));
  for (const table of ['books', 'portal', 'result', 'supplier'] as const)
    await insert(connection, table, fixture[table]);
  return connection;
};

const DOCUMENT: FixtureRow = {
  section: 'B2B',
  kind: 'INVOICE',
  own_gstin: '27AAACA1111A1ZS',
  cp_gstin: '29AABCT1332L1ZV',
  cp_name: 'Shree Ganesh Traders',
  number: 'INV/26-27/7',
  date: '2026-10-05',
  return_period: '102026',
  pos: '27',
  reverse_charge: false,
  taxable: '100000.00',
  igst: '18000.00',
  cgst: '0.00',
  sgst: '0.00',
  cess: '0.00',
  value: '118000.00',
  line_count: 1,
  status: 'ACTIVE',
};

export const booksRow = (row: FixtureRow): FixtureRow => ({ ...DOCUMENT, source: 'PURCHASE_REGISTER', ...row });
export const portalRow = (row: FixtureRow): FixtureRow => ({
  ...DOCUMENT,
  source: 'GSTR_2B',
  bucket: 'AVAILABLE',
  itc_available: 'Y',
  ...row,
});

export const resultRow = (row: FixtureRow): FixtureRow => ({
  match_type: 'EXACT',
  match_scope: 'GSTIN',
  mismatch_fields: [],
  flags: [],
  reasons: '[]',
  nearest: '[]',
  remark: 'Claim the credit and pay the supplier.',
  tax_difference: '0.00',
  taxable_itc: '100000.00',
  igst_itc: '18000.00',
  cgst_itc: '0.00',
  sgst_itc: '0.00',
  cess_itc: '0.00',
  itc_action: 'CLAIM',
  ...row,
});

const NOTHING = { igst: '0.00', cgst: '0.00', sgst: '0.00', cess: '0.00' };
const NO_LINES: MatchTypeTotals = { ...NOTHING, lines: 0, books: 0, portal: 0, taxable: '0.00', tax: '0.00' };

export const SUMMARY: ReportSummary = {
  asOf: '2026-11-22',
  ownGstins: ['27AAACA1111A1ZS'],
  booksPeriods: { from: '082026', to: '102026' },
  portalPeriods: { from: null, to: null },
  inputs: [{ side: 'BOOKS', file: 'purchases.csv', documents: 2 }],
  byMatchType: {
    EXACT: { ...NO_LINES, lines: 1, taxable: '12345678.90' },
    WITHIN_TOLERANCE: NO_LINES,
    PROBABLE: NO_LINES,
    MISMATCH: NO_LINES,
    MISSING_IN_GOVT: NO_LINES,
    MISSING_IN_PR: NO_LINES,
    MANUAL: NO_LINES,
  } satisfies Record<(typeof MATCH_TYPES)[number], MatchTypeTotals>,
  claimableItc: { ...NOTHING, igst: '18000.00', total: '18000.00' },
  itcAtRisk: { ...NOTHING, total: '0.00' },
  itcLost: { ...NOTHING, total: '0.00' },
  notes: ['One block met its cap.'],
};

/** A pair, a pair that differs, a bill that only the books have, one that only the portal has. */
export const SMALL: Fixture = {
  books: [
    booksRow({
      seq: 1,
      document_id: 'b1',
      cp_name: '=cmd|\' /C calc\'!A0 "Quoted" \\ back\tslash',
      vendor_code: '+V1',
      voucher_number: 'PV-1',
      voucher_date: '2026-10-06',
      external_id: 'ERP-1',
      itc_claim_type: 'INPUT',
      custom_fields: '{"plant":\n "Pune \\"A\\""}',
    }),
    booksRow({ seq: 2, document_id: 'b2', number: 'A-2', taxable: '5000.50', igst: '900.09', value: null }),
    booksRow({ seq: 3, document_id: 'b3', number: '@3', date: '2026-03-31', cp_gstin: null, cp_name: null }),
  ],
  portal: [
    portalRow({
      seq: 1,
      document_id: 'p1',
      supplier_period: '102026',
      supplier_filed_on: '2026-11-10',
      irn: 'ab'.repeat(32),
      irn_date: '2026-10-05',
      ims_status: 'A',
    }),
    portalRow({ seq: 2, document_id: 'p2', number: 'A-2', taxable: '5500.50', igst: '990.09', pos: '29', value: null }),
    portalRow({
      seq: 3,
      document_id: 'p3',
      kind: 'CREDIT_NOTE',
      number: '\u2028नोट',
      bucket: 'UNAVAILABLE',
      itc_available: 'N',
      itc_reason: 'P',
      supplier_filed_gstr1: false,
      supplier_filed_gstr3b: false,
    }),
  ],
  result: [
    resultRow({
      line_no: 1,
      books_seq: 1,
      portal_seq: 1,
      score: '31.16',
      payment_action: 'PAY_FULL_AMOUNT',
      claim_month: '102026',
    }),
    resultRow({
      line_no: 2,
      books_seq: 2,
      portal_seq: 2,
      match_type: 'MISMATCH',
      mismatch_fields: ['pos', 'taxableValue', 'igst'],
      flags: ['GROUPED'],
      score: '-1.50',
      reasons: '[{"field":"pos","outcome":"DIFFERS","weight":-2.00,"text":"Place \\"differs\\""}]',
      tax_difference: '90.00',
      taxable_itc: '5000.50',
      igst_itc: '900.09',
      payment_action: 'HOLD_GST_AMOUNT',
      ims_action: 'PENDING',
      group_id: 'grp_1',
    }),
    resultRow({
      line_no: 3,
      books_seq: 3,
      match_type: 'MISSING_IN_GOVT',
      nearest: '[{"documentReferenceNumber":"3","keptApart":[]}]',
      itc_action: 'PENDING',
      tax_difference: '-18000.00',
      taxable_itc: '0.00',
      igst_itc: '0.00',
      payment_action: 'HOLD_GST_AMOUNT',
    }),
    resultRow({
      line_no: 4,
      portal_seq: 3,
      match_type: 'MISSING_IN_PR',
      itc_action: 'INELIGIBLE',
      tax_difference: '-18000.00',
      taxable_itc: '0.00',
      igst_itc: '0.00',
    }),
  ],
  supplier: [
    {
      own_gstin: '27AAACA1111A1ZS',
      supplier_gstin: null,
      supplier_name: null,
      missing_in_govt_count: 1,
      missing_in_govt_tax: '18000.00',
      books_tax: '18000.00',
      itc_at_risk: '18000.00',
    },
    {
      own_gstin: '27AAACA1111A1ZS',
      supplier_gstin: '29AABCT1332L1ZV',
      supplier_name: '-Minus & Söhne',
      exact_count: 1,
      exact_tax: '18000.00',
      last_filed_on: '2026-11-10',
      gstr3b_filed: false,
      days_late: 3,
      risk: 'HIGH',
      itc_at_risk: '0.00',
      payment_action: 'HOLD_GST_AMOUNT',
    },
  ],
};
