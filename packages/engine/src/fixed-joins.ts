import type { DuckDBConnection } from '@duckdb/node-api';

const SETTING = 'disabled_optimizers';

/**
 * Runs `action` with joins as they are written: each builds on its right side and streams its left. Rows then come out
 * nearly in the order of the leftmost relation, which spares a sort of wide rows.
 */
export const withFixedJoins = async (connection: DuckDBConnection, action: () => Promise<unknown>): Promise<void> => {
  const set = (value: string) => connection.run(`SET ${SETTING} = '${value}'`);
  const reader = await connection.runAndReadAll(`SELECT current_setting('${SETTING}')::VARCHAR`);
  const before = String(reader.getRows()[0]?.[0] ?? '');
  await set([before, 'join_order', 'build_side_probe_side'].filter((name) => name !== '').join(','));
  try {
    await action();
  } finally {
    // The failure of the action counts, not that an interrupted connection takes no settings.
    await set(before).catch(() => undefined);
  }
};
