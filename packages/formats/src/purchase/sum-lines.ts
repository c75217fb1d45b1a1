import type { DuckDBConnection } from '@duckdb/node-api';
import { booksSql, keyedSql } from './document-sql.ts';
import { columnNameOf, type PurchaseFieldName } from './purchase-fields.ts';

/**
 * Lines that may share a document with another line. A cautious guess on the texts alone: lines of one document always
 * agree in them, and lines that agree by chance are told apart when they are summed. So the many documents of one line
 * need no grouping. Lines that nothing names are among them, whether they are alone or not.
 */
export const manyLinesSql = (fields: ReadonlySet<PurchaseFieldName>): string => {
  const columns = (...names: PurchaseFieldName[]): string[] =>
    names.filter((name) => fields.has(name)).map(columnNameOf);
  const identity = columns('externalId', 'voucherNumber');
  const numbers = columns('importBillNumber', 'documentNumber');
  const supplier = columns('supplierGstin').map((name) => `regexp_replace(upper(${name}), '[^0-9A-Z]', '', 'g')`);
  const parts = [
    ...numbers.map((name) => `upper(${name})`),
    ...(identity.length === 0 ? supplier : [`coalesce(${identity.join(', ')}, '')`]),
  ];
  // Texts that stand for no number ("-", "nil") have at most four characters.
  const isNameless = [
    ...identity.map((name) => `${name} IS NULL`),
    ...numbers.map((name) => `coalesce(strlen(${name}) <= 4, true)`),
  ].join(' AND ');
  const hashed = `SELECT rowid AS line_id, hash(${parts.join(', ')}) AS h, ${isNameless} AS is_nameless FROM purchase_line WHERE row_state = 0`;
  return `SELECT line_id FROM (${hashed}) WHERE is_nameless OR h IN (SELECT h FROM (${hashed}) GROUP BY h HAVING count(*) > 1)`;
};

/** Lines without a number and without any identity are a document each; equal ones of a file are told apart by counting. */
const LINE_CONTENT = `md5(concat_ws('|', own_gstin, cp_gstin, kind, status, CAST(date AS VARCHAR), supplier_name, CAST(taxable AS VARCHAR),
  CAST(igst_amount AS VARCHAR), CAST(cgst_amount AS VARCHAR), CAST(sgst_amount AS VARCHAR), CAST(cess_amount AS VARCHAR),
  CAST(document_total_amount AS VARCHAR), custom_fields))`;
const IS_NAMELESS = 'number IS NULL AND voucher_number IS NULL AND external_id IS NULL';

/** What a document says in one file; two exports that overlap say the same. */
const FILE_CONTENT = `count(*), sum(taxable), sum(igst_amount), sum(cgst_amount), sum(sgst_amount), sum(cess_amount),
  max(document_igst_amount), max(document_cgst_amount), max(document_sgst_amount), max(document_total_amount), min(date), max(date)`;

const numberOf = async (connection: DuckDBConnection, sql: string): Promise<number> =>
  Number((await connection.runAndReadAll(sql)).getRows()[0]?.[0] ?? 0);

/**
 * Exports often overlap: a document that several files state in the same words is one document, read once. Where the
 * files differ, each holds a part of it, as when an export was cut into pieces.
 */
const leaveOutCopies = async (connection: DuckDBConnection, keyed: string): Promise<string[]> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE purchase_spread AS
     SELECT document_key, min(file_no) AS kept_file, count(DISTINCT content) = 1 AS is_copy
     FROM (SELECT document_key, file_no, hash(${FILE_CONTENT}) AS content FROM (${keyed}) GROUP BY document_key, file_no)
     GROUP BY document_key HAVING count(*) > 1`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE purchase_copy AS SELECT line_id FROM (${keyed}) k JOIN purchase_spread s USING (document_key)
     WHERE s.is_copy AND k.file_no <> s.kept_file`,
  );
  const copies = await numberOf(connection, 'SELECT count(*) FROM purchase_spread WHERE is_copy');
  const parts = await numberOf(connection, 'SELECT count(*) FROM purchase_spread WHERE NOT is_copy');
  await connection.run('DROP TABLE purchase_spread');
  return [
    ...(copies > 0 ? [`${copies} documents are in more than one file with the same lines; they were read once.`] : []),
    ...(parts > 0
      ? [`${parts} documents are in more than one file with different lines; their lines were added up.`]
      : []),
  ];
};

/**
 * Adds the documents of many lines to `books`.
 * @param good checked lines without problems, as SQL
 * @returns warnings
 */
export const insertSummed = async (connection: DuckDBConnection, good: string): Promise<string[]> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE purchase_nameless AS
     SELECT line_id, content || ' ' || row_number() OVER (PARTITION BY content, file_no ORDER BY line_id) AS line_identity
     FROM (SELECT line_id, file_no, ${LINE_CONTENT} AS content FROM (${good}) WHERE ${IS_NAMELESS})`,
  );
  const keyed = keyedSql(`SELECT g.*, n.line_identity FROM (${good}) g LEFT JOIN purchase_nameless n USING (line_id)`);
  const files = await numberOf(connection, 'SELECT count(DISTINCT file_no) FROM purchase_line');
  const warnings = files > 1 ? await leaveOutCopies(connection, keyed) : [];
  const kept = files > 1 ? `SELECT * FROM (${keyed}) WHERE line_id NOT IN (SELECT line_id FROM purchase_copy)` : keyed;
  await connection.run(`INSERT INTO books ${booksSql(kept, true)}`);
  await connection.run('DROP TABLE purchase_nameless');
  await connection.run('DROP TABLE IF EXISTS purchase_copy');
  return warnings;
};
