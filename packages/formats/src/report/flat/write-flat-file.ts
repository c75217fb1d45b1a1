import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../sql-text.ts';

const OPTIONS = {
  csv: 'FORMAT csv, HEADER',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
} as const;

/** Writes the rows of a query, in its order, as one file. */
export const writeFlatFile = async (
  connection: DuckDBConnection,
  selectSql: string,
  path: string,
  format: keyof typeof OPTIONS,
): Promise<void> => {
  await connection.run(`COPY (${selectSql}) TO ${sqlText(path)} (${OPTIONS[format]})`);
};
