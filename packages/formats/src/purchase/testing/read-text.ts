import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { parseColumnMapping } from '../column-mapping.ts';
import type { PurchaseReading } from '../purchase-reading.ts';
import { readPurchases } from '../read-purchases.ts';

/** Valid registrations of nobody. */
export const OWN = '27AAACA1111A1ZS';
export const SUPPLIER = '29AAGCB7383J1Z4';
export const OTHER = '24AAACC1206D1ZM';

/** A Tally register of nine lines, as its export writes it. */
export const TALLY = readFileSync(
  new URL('../../../../cli/samples/tally/purchase-register-tally-102026.csv', import.meta.url),
  'utf8',
);

export type BooksRow = Readonly<Record<string, unknown>>;

/** The values of some columns, in the order named. */
export const pick = (row: BooksRow | undefined, ...names: string[]): unknown[] => names.map((name) => row?.[name]);

export interface ReadResult {
  readonly reading: PurchaseReading;
  /** Rows of `books` by seq, without the columns that are null. Amounts are text. */
  readonly books: BooksRow[];
  /** "row: message" of each rejected row. */
  readonly rejected: string[];
  readonly connection: DuckDBConnection;
}

export interface ReadSettings {
  readonly mapping?: unknown;
  readonly ownGstin?: string | null;
}

const withoutNulls = (row: Readonly<Record<string, unknown>>): BooksRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** Reads files, given by their content, as one run would. */
export const readContents = async (
  contents: readonly (string | Buffer)[],
  settings: ReadSettings = {},
): Promise<ReadResult> => {
  const folder = mkdtempSync(join(tmpdir(), 'milaan-purchase-'));
  try {
    const files = contents.map((content, i) => {
      const path = join(folder, `file-${i}`);
      writeFileSync(path, content);
      return path;
    });
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reading = await readPurchases(connection, {
      files,
      tempFolder: folder,
      ...(settings.ownGstin === null ? {} : { ownGstin: settings.ownGstin ?? OWN }),
      ...(settings.mapping === undefined
        ? {}
        : { mapping: parseColumnMapping(JSON.stringify(settings.mapping), 'map.json') }),
    });
    const books = (await connection.runAndReadAll('SELECT * FROM books ORDER BY seq'))
      .getRowObjectsJson()
      .map(withoutNulls);
    const rows = (
      await connection.runAndReadAll('SELECT row_no, error_message FROM rejected_row ORDER BY file_no, row_no')
    ).getRows();
    return { reading, books, rejected: rows.map(([row, message]) => `${row}: ${message}`), connection };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const TEMPLATE_HEADERS = {
  type: 'Document Type',
  number: 'Document Number',
  date: 'Document Date',
  period: 'Return Filing Month',
  pos: 'Place of Supply',
  rcm: 'Is Reverse Charge',
  supplier: 'Supplier GSTIN',
  name: 'Supplier Name',
  own: 'My GSTIN',
  taxable: 'Item Taxable Amount',
  cgst: 'CGST Amount',
  sgst: 'SGST Amount',
  igst: 'IGST Amount',
  cess: 'CESS Amount',
  claimType: 'ITC Claim Type',
  claimIgst: 'ITC Claim IGST Amount',
  documentIgst: 'Document IGST Amount',
  total: 'Document Total Amount',
  importType: 'Import Type',
  boe: 'Import Bill Number',
  boeDate: 'Import Bill Date',
  port: 'Import Bill Port Code',
  voucher: 'Voucher Number',
  voucherDate: 'Voucher Date',
  cancelled: 'Is this Document Cancelled',
  deleted: 'Is this Document Deleted',
  linked: 'Linked Invoice Number',
  id: 'External ID',
  project: 'Project',
} as const;

export type TemplateLine = Partial<Record<keyof typeof TEMPLATE_HEADERS, string>>;

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const USUAL: TemplateLine = {
  type: 'Invoice',
  number: 'INV/1',
  date: '03-10-2026',
  pos: '27',
  supplier: SUPPLIER,
  own: OWN,
  taxable: '1000.00',
  igst: '180.00',
};

/** A register in the Max ITC template: each line is a usual invoice, but for what is given. */
export const templateCsv = (lines: readonly TemplateLine[]): string => {
  const names = Object.keys(TEMPLATE_HEADERS) as (keyof typeof TEMPLATE_HEADERS)[]; // keys of the constant above
  const used = names.filter((name) => lines.some((line) => name in line) || name in USUAL);
  const rows = lines.map((line) => used.map((name) => csvCell({ ...USUAL, ...line }[name] ?? '')).join(','));
  return `${[used.map((name) => TEMPLATE_HEADERS[name]).join(','), ...rows].join('\n')}\n`;
};

export const readTemplate = (lines: readonly TemplateLine[]): Promise<ReadResult> =>
  readContents([templateCsv(lines)], { ownGstin: null });
