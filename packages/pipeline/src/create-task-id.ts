import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ReconcileSettings } from '@milaan/engine';

const DIGEST_SQL = (table: 'books' | 'portal') => `
  SELECT count(*), bit_xor(md5_number(concat_ws('|', document_id, status, taxable, igst, cgst, sgst, cess)))::VARCHAR
  FROM ${table} WHERE seq IN (SELECT ${table}_seq FROM result)`;

/**
 * The `matchingTaskId` of a run, in the form of a UUID: made from the documents that were reconciled and the settings,
 * so that the same inputs give the same files, whatever the order of rows and files and whatever else they hold. Needs
 * the relation `result`.
 */
export async function createTaskId(connection: DuckDBConnection, settings: ReconcileSettings): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const table of ['books', 'portal'] as const) {
    const reader = await connection.runAndReadAll(DIGEST_SQL(table));
    hash.update(JSON.stringify(reader.getRows().map((row) => row.map(String))));
  }
  const hex = hash.digest('hex');
  // Version 8 of RFC 9562: a UUID whose bits are the maker's own.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
