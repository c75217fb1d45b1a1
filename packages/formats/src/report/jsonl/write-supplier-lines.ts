import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DuckDBConnection } from '@duckdb/node-api';
import { SUPPLIER_COLUMNS } from '@milaan/gst';
import { sqlText } from '../sql-text.ts';
import { streamChunks } from '../stream-chunks.ts';
import { panSql } from './result-values.ts';

/** Names of the API where they differ from the column's. */
const NAMES: Readonly<Record<string, string>> = { own_gstin: 'myGstin' };

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `supplier` as one JSON text a row. */
export const supplierLineSql = (taskId: string, username: string | null): string => {
  const members = [
    `matchingTaskId: ${sqlText(taskId)}`,
    `username: ${username === null ? 'NULL::VARCHAR' : sqlText(username)}`,
    ...SUPPLIER_COLUMNS.map(({ name }) => `${NAMES[name] ?? camelCase(name)}: ${name}`),
    `cpPan: ${panSql('supplier_gstin')}`,
  ];
  return `SELECT to_json({${members.join(', ')}})::VARCHAR FROM supplier ORDER BY own_gstin, supplier_gstin NULLS LAST`;
};

/** Writes the vendor file of max-itc-api.md: one line per own registration and supplier. */
export const writeSupplierLines = async (
  connection: DuckDBConnection,
  path: string,
  constants: { readonly taskId: string; readonly username: string | null },
): Promise<void> => {
  const sql = supplierLineSql(constants.taskId, constants.username);
  const lines = async function* () {
    for await (const chunk of streamChunks(connection, sql)) {
      const vector = chunk.getColumnVector(0);
      let text = '';
      for (let at = 0; at < chunk.rowCount; at++) text += `${String(vector.getItem(at))}\n`;
      yield text;
    }
  };
  await pipeline(Readable.from(lines()), createGzip({ level: 6 }), createWriteStream(path));
};
