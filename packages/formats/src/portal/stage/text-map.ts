import type { DuckDBConnection } from '@duckdb/node-api';
import { mendEscapes } from '../json/mend-escapes.ts';

/** The texts of a one-column query; null rows are left out. */
export const readTexts = async (connection: DuckDBConnection, sql: string): Promise<string[]> => {
  const reader = await connection.runAndReadAll(sql);
  return reader
    .getRowsJS()
    .map((row) => row[0])
    .filter((text) => typeof text === 'string');
};

/**
 * Makes the temporary table `name(text, value)` that gives every distinct text of `sql` its meaning, so that a costly
 * parser runs once for each text and not once for each document. `name` and `type` must be trusted.
 */
export const createTextMap = async (
  connection: DuckDBConnection,
  name: string,
  type: 'VARCHAR' | 'DATE',
  sql: string,
  meaningOf: (text: string) => string | null,
): Promise<void> => {
  const texts = await readTexts(connection, `SELECT DISTINCT text FROM (${sql}) WHERE text IS NOT NULL`);
  await createRowsTable(
    connection,
    name,
    { text: 'VARCHAR', value: type },
    texts.map((text) => ({ text, value: meaningOf(text) })),
  );
};

/** Makes a temporary table of plain rows. `name` and the keys of `columns` must be trusted. */
export const createRowsTable = async (
  connection: DuckDBConnection,
  name: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly object[],
): Promise<void> => {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${name} AS
     SELECT unnest(from_json($1::VARCHAR, '${JSON.stringify([columns])}'), recursive := true)`,
    [mendEscapes(JSON.stringify(rows))],
  );
};
