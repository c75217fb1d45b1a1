import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { createDocumentTableSql, type DocumentColumnName } from '@milaan/gst';
import { literal } from '../run.ts';

type Value = string | number | boolean | readonly string[] | null | undefined;

/** A row of `books` or `portal`; amounts are decimal text, dates YYYY-MM-DD. */
export type DocumentRow = Partial<Record<DocumentColumnName, Value>>;

/** Own registrations of one PAN in Maharashtra and Delhi; suppliers in Karnataka, its Tamil Nadu registration, and others. */
export const OWN = '27AAACM1234A1Z5';
export const OWN_DELHI = '07AAACM1234A1Z7';
export const SUPPLIER = '29AABCS1429B1Z1';
export const SUPPLIER_TAMIL_NADU = '33AABCS1429B1Z5';
export const OTHER_SUPPLIER = '24AAGCP7777C1Z0';
export const LOCAL_SUPPLIER = '27AAFCL5555D1Z3';

export const rupees = (paise: number): string =>
  `${paise < 0 ? '-' : ''}${Math.floor(Math.abs(paise) / 100)}.${String(Math.abs(paise) % 100).padStart(2, '0')}`;

/** Taxable value in paise with 18 % IGST. */
export const interState = (taxablePaise: number): DocumentRow => ({
  taxable: rupees(taxablePaise),
  igst: rupees(Math.round(taxablePaise * 0.18)),
  cgst: '0.00',
  sgst: '0.00',
  cess: '0.00',
});

/** Taxable value in paise with 9 % CGST and 9 % SGST. */
export const intraState = (taxablePaise: number): DocumentRow => ({
  taxable: rupees(taxablePaise),
  igst: '0.00',
  cgst: rupees(Math.round(taxablePaise * 0.09)),
  sgst: rupees(Math.round(taxablePaise * 0.09)),
  cess: '0.00',
});

const COMMON: DocumentRow = {
  kind: 'INVOICE',
  own_gstin: OWN,
  cp_gstin: SUPPLIER,
  cp_name: 'Sahyadri Steel',
  number: 'INV-101',
  date: '2026-05-12',
  return_period: '052026',
  pos: '27',
  reverse_charge: false,
  ...interState(1_234_567),
  line_count: 1,
  status: 'ACTIVE',
};

const SECTION_OF_KIND: Readonly<Record<string, string>> = {
  INVOICE: 'B2B',
  DEBIT_NOTE: 'CDNR',
  CREDIT_NOTE: 'CDNR',
  BILL_OF_ENTRY: 'IMPG',
  ISD_INVOICE: 'ISD',
  ISD_CREDIT_NOTE: 'ISD',
};

const withSection = (row: DocumentRow): DocumentRow => ({
  section: SECTION_OF_KIND[String(row.kind)] ?? 'B2B',
  ...row,
});

export const booksDocument = (changes: DocumentRow = {}): DocumentRow =>
  withSection({ ...COMMON, source: 'PURCHASE_REGISTER', ...changes });

export const portalDocument = (changes: DocumentRow = {}): DocumentRow =>
  withSection({
    ...COMMON,
    source: 'GSTR_2B',
    bucket: 'AVAILABLE',
    itc_available: 'Y',
    supplier_period: '052026',
    supplier_filed_on: '2026-06-10',
    ...changes,
  });

/** An invoice between states as it was booked. */
export const bought = (number: string | null, taxablePaise: number, changes: DocumentRow = {}): DocumentRow =>
  booksDocument({ number, ...interState(taxablePaise), ...changes });

/** The same as it was reported. */
export const reported = (number: string | null, taxablePaise: number, changes: DocumentRow = {}): DocumentRow =>
  portalDocument({ number, ...interState(taxablePaise), ...changes });

const valueSql = (value: Value): string => {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return literal(value);
  if (typeof value === 'object') return `[${value.map(literal).join(', ')}]::VARCHAR[]`;
  return String(value);
};

/** Fills the table; rows without `seq` and `document_id` get them by position: b1, b2, … or p1, p2, …. */
export const fillDocuments = async (
  connection: DuckDBConnection,
  table: 'books' | 'portal',
  rows: readonly DocumentRow[],
): Promise<void> => {
  await connection.run(createDocumentTableSql(table));
  const identified = rows.map((row, at) => ({ seq: at + 1, document_id: `${table[0]}${at + 1}`, ...row }));
  // The keys of a DocumentRow are column names; Object.keys loses that.
  const columns = [...new Set(identified.flatMap((row) => Object.keys(row)))].sort() as DocumentColumnName[];
  const tuples = identified.map((row: DocumentRow) => `(${columns.map((column) => valueSql(row[column])).join(', ')})`);
  if (tuples.length > 0)
    await connection.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples.join(', ')}`);
};

export const createConnection = async (): Promise<DuckDBConnection> =>
  (await DuckDBInstance.create(':memory:')).connect();
