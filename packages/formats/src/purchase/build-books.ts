import type { DuckDBConnection } from '@duckdb/node-api';
import { booksSql, keyedSql } from './document-sql.ts';
import type { PurchaseFieldName } from './purchase-fields.ts';
import { insertSummed, manyLinesSql } from './sum-lines.ts';

const count = async (connection: DuckDBConnection, table: string): Promise<number> =>
  Number((await connection.runAndReadAll(`SELECT count(*) FROM ${table}`)).getRows()[0]?.[0] ?? 0);

/**
 * Makes the table `books` of the good lines, and `purchase_bad` (line_id, problems) of the others.
 * @param fields the fields that have a column in `purchase_line`
 * @param checkedWhere the checked lines as SQL, of the lines `l` that a condition selects
 * @returns warnings
 */
export const buildBooks = async (
  connection: DuckDBConnection,
  fields: ReadonlySet<PurchaseFieldName>,
  checkedWhere: (where: string) => string,
): Promise<string[]> => {
  await connection.run(`CREATE OR REPLACE TEMP TABLE purchase_many AS ${manyLinesSql(fields)}`);
  const many = await count(connection, 'purchase_many');
  const hasMany = many > 0;
  const hasSingle = many < (await count(connection, 'purchase_line WHERE row_state = 0'));
  const isMany = 'l.rowid IN (SELECT line_id FROM purchase_many)';
  const single = `SELECT *, NULL::VARCHAR AS line_identity FROM (${checkedWhere(!hasSingle ? 'false' : hasMany ? `NOT (${isMany})` : 'true')})`;
  await connection.run(`CREATE OR REPLACE TABLE books AS ${booksSql(keyedSql(single), false)}`);
  const badOfMany = `SELECT line_id, problems FROM (${checkedWhere(isMany)}) WHERE problems IS NOT NULL`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE purchase_bad AS SELECT line_id, problems FROM books WHERE problems IS NOT NULL
     ${hasMany ? `UNION ALL ${badOfMany}` : ''}`,
  );
  await connection.run('DELETE FROM books WHERE problems IS NOT NULL');
  const good = `SELECT * FROM (${checkedWhere(isMany)}) WHERE problems IS NULL`;
  const warnings = hasMany ? await insertSummed(connection, good) : [];
  await connection.run('ALTER TABLE books DROP COLUMN problems');
  await connection.run('ALTER TABLE books DROP COLUMN line_id');
  await connection.run('DROP TABLE purchase_many');
  await renumber(connection);
  return warnings;
};

/** `seq` counts from 1 without gaps; lines that became no document of their own left some. */
const renumber = async (connection: DuckDBConnection): Promise<void> => {
  const reader = await connection.runAndReadAll('SELECT count(*), coalesce(max(seq), 0) FROM books');
  const [documents, last] = reader.getRows()[0] ?? [];
  if (Number(documents) === Number(last)) return;
  await connection.run(
    'UPDATE books SET seq = n.seq FROM (SELECT rowid AS id, row_number() OVER () AS seq FROM books) n WHERE books.rowid = n.id',
  );
};
