import type { DuckDBConnection } from '@duckdb/node-api';
import { PORTAL_SCHEMA } from './open-database.ts';

/** Rejected portal documents stand after the rows of every register. */
const PORTAL_FILE_NO = 1_000_000;

async function hasTable(connection: DuckDBConnection, schema: string, table: string): Promise<boolean> {
  const reader = await connection.runAndReadAll(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = $1 AND table_name = $2',
    [schema, table],
  );
  return reader.currentRowCount > 0;
}

/**
 * Makes what the portal reader left in its own schema visible beside `books`: the documents as `portal`, and its
 * rejected ones among `rejected_row`, where the document stands in a column "Portal Document".
 */
export async function joinSides(connection: DuckDBConnection): Promise<void> {
  await connection.run(`CREATE OR REPLACE VIEW main.portal AS SELECT * FROM ${PORTAL_SCHEMA}.portal`);
  if (!(await hasTable(connection, PORTAL_SCHEMA, 'rejected_row'))) return;
  await connection.run(`INSERT INTO main.rejected_header VALUES (${PORTAL_FILE_NO}, ['Portal Document'])`);
  await connection.run(`
    INSERT INTO main.rejected_row (file_no, file, row_no, error_count, error_message, cells)
    SELECT ${PORTAL_FILE_NO}, file, "row", errors, message, [cells] FROM ${PORTAL_SCHEMA}.rejected_row`);
}
