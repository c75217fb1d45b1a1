import type { DuckDBConnection } from '@duckdb/node-api';
import { columnNameOf, PURCHASE_FIELDS, type PurchaseFieldName } from './purchase-fields.ts';
import {
  readAmount,
  readClaimType,
  readDate,
  readGstin,
  readImportType,
  readKind,
  readNoteKind,
  readPeriod,
  readState,
  readSupplyType,
  readYesNo,
} from './read-cell.ts';
import type { RegisterKind } from './register-kind.ts';
import { createTextLookup, type TextMeaning } from './text-lookup.ts';

/** What the lookups and the checks must know of each register. */
export interface RegisterFacts {
  readonly fileNo: number;
  readonly kind: RegisterKind;
  /** Stands in where the register names no own registration. */
  readonly ownGstin: string | null;
  readonly dateFormat: string | undefined;
}

/** Tables of meanings, by the fields that they serve. */
const LOOKUPS: readonly {
  readonly table: string;
  readonly fields: readonly PurchaseFieldName[];
  readonly type: 'VARCHAR' | 'DATE';
  read(text: string, dateFormat?: string): TextMeaning;
}[] = [
  { table: 'purchase_gstin', fields: ['supplierGstin', 'myGstin'], type: 'VARCHAR', read: (text) => readGstin(text) },
  {
    table: 'purchase_date',
    fields: ['documentDate', 'voucherDate', 'linkedInvoiceDate', 'noteDate', 'importBillDate', 'paymentDueDate'],
    type: 'DATE',
    read: readDate,
  },
  { table: 'purchase_state', fields: ['placeOfSupply'], type: 'VARCHAR', read: (text) => readState(text) },
  { table: 'purchase_period', fields: ['returnFilingMonth'], type: 'VARCHAR', read: (text) => readPeriod(text) },
  { table: 'purchase_note', fields: ['noteType'], type: 'VARCHAR', read: (text) => readNoteKind(text) },
  { table: 'purchase_claim', fields: ['itcClaimType'], type: 'VARCHAR', read: (text) => readClaimType(text) },
  { table: 'purchase_import', fields: ['importType'], type: 'VARCHAR', read: (text) => readImportType(text) },
  { table: 'purchase_supply', fields: ['supplyType'], type: 'VARCHAR', read: (text) => readSupplyType(text) },
  {
    table: 'purchase_yes_no',
    fields: ['isReverseCharge', 'isDocumentCancelled', 'isDocumentDeleted'],
    type: 'VARCHAR',
    read: (text) => readYesNo(text),
  },
];

/** The lookup table that serves a field, or null for fields that are not looked up. */
export const lookupOf = (field: PurchaseFieldName): string | null =>
  LOOKUPS.find((lookup) => lookup.fields.includes(field))?.table ?? null;

/** Fields whose unreadable values cost the document nothing but themselves; they are counted in a warning. */
const LENIENT: readonly PurchaseFieldName[] = [
  'voucherDate',
  'linkedInvoiceDate',
  'paymentDueDate',
  'itcClaimType',
  'isReverseCharge',
  'isDocumentCancelled',
  'isDocumentDeleted',
];

/** Whether a text says something that a register is taken without. */
export const isLeftOut = (field: PurchaseFieldName, text: string): boolean =>
  LENIENT.includes(field) &&
  LOOKUPS.some(({ fields, read }) => fields.includes(field) && text !== '' && read(text).isBad === true);

/** Reads every distinct text of the lines once. Needs `purchase_line`; `fields` are those that have a column there. */
export const prepareLookups = async (
  connection: DuckDBConnection,
  fields: ReadonlySet<PurchaseFieldName>,
  facts: readonly RegisterFacts[],
): Promise<string[]> => {
  const dateFormat = facts.find((fact) => fact.dateFormat !== undefined)?.dateFormat;
  const warnings: string[] = [];
  for (const lookup of LOOKUPS) {
    const present = lookup.fields.filter((field) => fields.has(field));
    const bad = await createTextLookup(connection, lookup.table, present.map(columnNameOf), lookup.type, (text) =>
      lookup.read(text, dateFormat),
    );
    if (bad === 0) continue;
    for (const field of present)
      if (LENIENT.includes(field)) warnings.push(...(await warnOfBad(connection, lookup.table, field)));
  }
  if (fields.has('myGstin')) warnings.push(...(await warnOfOwnDigits(connection)));
  await createKindLookup(connection, fields, facts);
  return warnings;
};

const warnOfBad = async (connection: DuckDBConnection, table: string, field: PurchaseFieldName): Promise<string[]> => {
  const reader = await connection.runAndReadAll(
    `SELECT count(*), min(t.text) FROM purchase_line l JOIN ${table} t ON t.text = l.${columnNameOf(field)} WHERE t.is_bad AND l.row_state = 0`,
  );
  const [count, example] = reader.getRows()[0] ?? [];
  if (Number(count) === 0) return [];
  return [
    `${count} values of ${PURCHASE_FIELDS[field].title} cannot be read and were left out, for example ${JSON.stringify(String(example))}.`,
  ];
};

/** Own registrations are few and everything hangs on them, so a typing error in one is named. */
const warnOfOwnDigits = async (connection: DuckDBConnection): Promise<string[]> => {
  const reader = await connection.runAndReadAll(
    `SELECT t.value, count(*) FROM purchase_line l JOIN purchase_gstin t ON t.text = l.my_gstin
     WHERE t.is_flagged AND t.value IS NOT NULL AND l.row_state = 0 GROUP BY 1 ORDER BY 1 LIMIT 5`,
  );
  return reader.getRows().map(([gstin, lines]) => `The own GSTIN ${gstin} of ${lines} lines fails its check digit.`);
};

/** `purchase_kind`: the document kind by register, document type, voucher type and return flag. */
const createKindLookup = async (
  connection: DuckDBConnection,
  fields: ReadonlySet<PurchaseFieldName>,
  facts: readonly RegisterFacts[],
): Promise<void> => {
  const column = (field: PurchaseFieldName): string => (fields.has(field) ? columnNameOf(field) : 'NULL::VARCHAR');
  const reader = await connection.runAndReadAll(
    `SELECT DISTINCT file_no, ${column('documentType')}, ${column('voucherType')}, ${column('isReturn')} FROM purchase_line WHERE row_state = 0`,
  );
  await connection.run(
    'CREATE OR REPLACE TEMP TABLE purchase_kind (file_no USMALLINT, document_type VARCHAR, voucher_type VARCHAR, is_return VARCHAR, kind VARCHAR)',
  );
  const appender = await connection.createAppender('purchase_kind');
  const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  for (const [fileNo, ...texts] of reader.getRows()) {
    const [documentType = null, voucherType = null, isReturn = null] = texts.map(textOrNull);
    const register = facts.find((fact) => fact.fileNo === Number(fileNo))?.kind ?? 'GENERIC';
    appender.appendUSmallInt(Number(fileNo));
    for (const value of [
      documentType,
      voucherType,
      isReturn,
      readKind(register, documentType, voucherType, isReturn),
    ]) {
      if (value === null) appender.appendNull();
      else appender.appendVarchar(value);
    }
    appender.endRow();
  }
  appender.closeSync();
};

/**
 * Reads the amounts of one register that were no plain numbers and adds them to their columns. Lines with an amount that
 * is none keep `odd_amounts`. `positions` are the fields of the amount columns, in order.
 */
export const settleOddAmounts = async (
  connection: DuckDBConnection,
  fileNo: number,
  positions: readonly PurchaseFieldName[],
): Promise<void> => {
  const where = `file_no = ${fileNo} AND row_state IN (0, 2) AND odd_amounts IS NOT NULL`;
  const reader = await connection.runAndReadAll(`SELECT count(*) FROM purchase_line WHERE ${where}`);
  if (Number(reader.getRows()[0]?.[0] ?? 0) === 0) return;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE purchase_odd AS SELECT * FROM (SELECT rowid AS line_id, unnest(odd_amounts) AS text,
      generate_subscripts(odd_amounts, 1) AS position FROM purchase_line WHERE ${where}) WHERE text IS NOT NULL`,
  );
  await createTextLookup(connection, 'purchase_amount', ['text'], 'DECIMAL(18,2)', readAmount, 'purchase_odd');
  for (const field of new Set(positions)) {
    const column = columnNameOf(field);
    const mine = positions.flatMap((name, i) => (name === field ? [i + 1] : [])).join(', ');
    await connection.run(
      `UPDATE purchase_line SET ${column} = coalesce(${column}, 0) + s.amount FROM (
         SELECT o.line_id, sum(m.value) AS amount FROM purchase_odd o JOIN purchase_amount m USING (text)
         WHERE o.position IN (${mine}) AND m.value IS NOT NULL GROUP BY o.line_id) s WHERE purchase_line.rowid = s.line_id`,
    );
  }
  await connection.run(
    `UPDATE purchase_line SET odd_amounts = NULL WHERE ${where} AND rowid NOT IN (
       SELECT o.line_id FROM purchase_odd o JOIN purchase_amount m USING (text) WHERE m.is_bad)`,
  );
  await connection.run('DROP TABLE purchase_odd');
};
