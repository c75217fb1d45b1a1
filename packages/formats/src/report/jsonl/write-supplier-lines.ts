import type { DuckDBConnection } from '@duckdb/node-api';
import { SUPPLIER_COLUMNS } from '@milaan/gst';
import { GzipFile } from '../deflate/gzip-file.ts';
import { sqlText } from '../sql-text.ts';
import { streamRows } from '../stream-rows.ts';
import { panSql } from './result-values.ts';

/** Names of the API where they differ from the column's. */
const NAMES: Readonly<Record<string, string>> = { own_gstin: 'myGstin' };

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `supplier` as one line of JSON a row. */
const supplierLineSql = (taskId: string, username: string | null): string => {
  const members = [
    `matchingTaskId: ${sqlText(taskId)}`,
    `username: ${username === null ? 'NULL::VARCHAR' : sqlText(username)}`,
    ...SUPPLIER_COLUMNS.map(({ name }) => `${NAMES[name] ?? camelCase(name)}: ${name}`),
    `cpPan: ${panSql('supplier_gstin')}`,
  ];
  return `SELECT encode(to_json({${members.join(', ')}})::VARCHAR || chr(10)) FROM supplier ORDER BY own_gstin, supplier_gstin NULLS LAST`;
};

/** Writes the vendor file, `suppliers.jsonl`: one line per own registration and supplier. */
export const writeSupplierLines = async (
  connection: DuckDBConnection,
  path: string,
  constants: { readonly taskId: string; readonly username: string | null; readonly threads: number },
): Promise<void> => {
  const sql = supplierLineSql(constants.taskId, constants.username);
  const file = await GzipFile.create(path, constants.threads);
  try {
    for await (const batch of streamRows(connection, sql)) await file.write(Buffer.concat(batch));
  } catch (error) {
    await file.abandon();
    throw error;
  }
  await file.end();
};
