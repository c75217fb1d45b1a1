import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * The join with the documents must build on the documents and stream the lines: the other way round (which DuckDB
 * takes, as both are of one size) the lines lose their order and their wide texts fill the memory. A larger buffer
 * keeps DuckDB's threads busy while rows are written: 16 MB instead of 1 MB saves a third of the time.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  disabled_optimizers: 'join_order,build_side_probe_side',
  preserve_insertion_order: 'true',
  streaming_buffer_size: '64MB',
};

/** Runs `action` under the settings above and puts back what was set before. */
export const withReportSettings = async <T>(connection: DuckDBConnection, action: () => Promise<T>): Promise<T> => {
  const reader = await connection.runAndReadAll(
    `SELECT name, value FROM duckdb_settings() WHERE name IN (${Object.keys(SETTINGS)
      .map((name) => `'${name}'`)
      .join(', ')})`,
  );
  const before = reader.getRows();
  try {
    for (const [name, value] of Object.entries(SETTINGS)) await connection.run(`SET ${name} = '${value}'`);
    return await action();
  } finally {
    for (const [name, value] of before) {
      await connection.run(`SET ${String(name)} = '${String(value ?? '').replaceAll("'", "''")}'`);
    }
  }
};
