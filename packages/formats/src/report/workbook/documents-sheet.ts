import { MATCH_TYPE_FILLS } from './looks.ts';
import { isMatchType, stateName } from './lookups.ts';
import type { Table, TableColumn } from './table-sheet.ts';
import {
  BUCKET_WORDS,
  FIELD_WORDS,
  IMS_ACTION_WORDS,
  ITC_ACTION_WORDS,
  KIND_WORDS,
  MATCH_TYPE_WORDS,
  PAYMENT_ACTION_WORDS,
  periodWords,
  wordOf,
} from './words.ts';

type Draft = Omit<TableColumn, 'group'>;

const text = (heading: string, width: number, sql: string, word?: TableColumn['word']): Draft => ({
  heading,
  width,
  kind: 'TEXT',
  sql,
  ...(word === undefined ? {} : { word }),
});
const amount = (heading: string, sql: string, ...differsAs: string[]): Draft => ({
  heading,
  width: 15,
  kind: 'AMOUNT',
  sql,
  differsAs,
});
const date = (heading: string, sql: string, ...differsAs: string[]): Draft => ({
  heading,
  width: 11,
  kind: 'DATE',
  sql,
  differsAs,
});
const differs = (draft: Draft, ...differsAs: string[]): Draft => ({ ...draft, differsAs });

const fieldsInWords = (fields: string): string =>
  fields
    .split(' ')
    .map((field) => FIELD_WORDS[field] ?? field)
    .join(', ');

const RESULT: readonly Draft[] = [
  {
    ...text('Result', 17, 'r.match_type', (value) => (isMatchType(value) ? MATCH_TYPE_WORDS[value].label : value)),
    fill: (value) => (isMatchType(value) ? MATCH_TYPE_FILLS[value] : undefined),
  },
  text('What to do', 48, 'r.remark'),
  text('What differs', 24, "nullif(array_to_string(r.mismatch_fields, ' '), '')", fieldsInWords),
  text('Credit', 10, 'r.itc_action', wordOf(ITC_ACTION_WORDS)),
  amount('Credit IGST', 'r.igst_itc'),
  amount('Credit CGST', 'r.cgst_itc'),
  amount('Credit SGST', 'r.sgst_itc'),
  amount('Credit cess', 'r.cess_itc'),
  text('In GSTR-3B of', 11, 'r.claim_month', periodWords),
  text('Payment', 15, 'r.payment_action', wordOf(PAYMENT_ACTION_WORDS)),
  text('IMS', 12, 'r.ims_action', wordOf(IMS_ACTION_WORDS)),
  amount('Tax on portal less books', 'r.tax_difference'),
  text('Group', 12, 'r.group_id'),
  { heading: 'Score', width: 8, kind: 'SCORE', sql: 'r.score' },
];

const documentColumns = (t: 'b' | 'p'): Draft[] => [
  differs(text('Own GSTIN', 18, `${t}.own_gstin`), 'myGstin'),
  differs(text('Supplier GSTIN', 18, `${t}.cp_gstin`), 'cpGstin'),
  text('Supplier', 30, `${t}.cp_name`),
  differs(text('Type', 13, `${t}.kind`, wordOf(KIND_WORDS)), 'documentType'),
  differs(text('Number', 20, `${t}.number`), 'documentReferenceNumber'),
  date('Date', `${t}.date`, 'docDate'),
  text('Period', 10, `${t}.return_period`, periodWords),
  differs(text('Place of supply', 18, `coalesce(${t}.port_code, ${t}.pos)`, stateName), 'pos', 'portCode'),
  differs(
    text('Reverse charge', 9, `CASE WHEN ${t}.reverse_charge THEN 'Yes' WHEN NOT ${t}.reverse_charge THEN 'No' END`),
    'reverseChargeApplicable',
  ),
  amount('Taxable value', `${t}.taxable`, 'taxableValue'),
  amount('IGST', `${t}.igst`, 'igst'),
  amount('CGST', `${t}.cgst`, 'cgst'),
  amount('SGST', `${t}.sgst`, 'sgst'),
  amount('Cess', `${t}.cess`, 'cess'),
  amount('Total', `coalesce(${t}.value, ${t}.taxable + ${t}.igst + ${t}.cgst + ${t}.sgst + ${t}.cess)`),
];

const BOOKS: readonly Draft[] = [
  ...documentColumns('b'),
  text('Voucher', 16, 'b.voucher_number'),
  text('Vendor code', 12, 'b.vendor_code'),
  date('Due date', 'b.due_date'),
];

const PORTAL: readonly Draft[] = [
  ...documentColumns('p'),
  text('Credit on portal', 16, 'p.bucket', wordOf(BUCKET_WORDS)),
  text('Reason', 8, 'p.itc_reason'),
  text('Reported in', 11, 'p.supplier_period', periodWords),
  date('Filed on', 'p.supplier_filed_on'),
  text('IRN', 12, 'p.irn'),
];

const inGroup = (group: string, drafts: readonly Draft[]): TableColumn[] =>
  drafts.map((draft) => ({ ...draft, group }));

/** Books and portal side by side, one row per result line, cells that differ coloured. */
export const documentsTable = (source: string, rows: number, onRows: (rows: number) => void): Table => ({
  name: 'Documents',
  columns: [...inGroup('Result', RESULT), ...inGroup('In books', BOOKS), ...inGroup('On portal (GSTR-2B)', PORTAL)],
  fromSql: `${source} r LEFT JOIN books b ON b.seq = r.books_seq LEFT JOIN portal p ON p.seq = r.portal_seq`,
  rows,
  placeSql: 'r.line_no',
  // A document that stayed alone differs from nothing.
  differencesSql: 'CASE WHEN r.books_seq IS NOT NULL AND r.portal_seq IS NOT NULL THEN r.mismatch_fields END',
  frozenColumns: 1,
  onRows,
});
