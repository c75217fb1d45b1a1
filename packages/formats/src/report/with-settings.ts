import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * The join with the documents must build on the documents and stream the lines: the other way round (which DuckDB
 * takes, as both are of one size) the lines lose their order and their wide texts fill the memory. The buffer
 * holds a few chunks, so that DuckDB and the writer take turns often enough to work side by side.
 */
export const REPORT_SETTINGS = {
  disabled_optimizers: 'join_order,build_side_probe_side',
  preserve_insertion_order: 'true',
  streaming_buffer_size: '2MB',
};

/** Runs `action` under other settings of DuckDB and puts back what was set before. Names must be trusted. */
export const withSettings = async <T>(
  connection: DuckDBConnection,
  settings: Readonly<Record<string, string>>,
  action: () => Promise<T>,
): Promise<T> => {
  const names = Object.keys(settings);
  const reader = await connection.runAndReadAll(
    `SELECT ${names.map((name) => `current_setting('${name}')::VARCHAR`).join(', ')}`,
  );
  const before = reader.getRows()[0] ?? [];
  const set = async (values: readonly (readonly [name: string, value: unknown])[]): Promise<void> => {
    for (const [name, value] of values)
      await connection.run(`SET ${name} = '${String(value ?? '').replaceAll("'", "''")}'`);
  };
  const putBack = () => set(names.map((name, at) => [name, before[at]]));
  await set(Object.entries(settings));
  let result: T;
  try {
    result = await action();
  } catch (error) {
    // The failure of the action counts, not that an interrupted connection takes no settings.
    await putBack().catch(() => undefined);
    throw error;
  }
  await putBack();
  return result;
};
