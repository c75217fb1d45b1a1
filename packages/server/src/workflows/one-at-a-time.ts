import { sql } from 'kysely';
import type { Clock } from '../injected/clock.ts';
import type { StateDatabase } from '../state/open-state.ts';

const LOOK_MS = 100;

/**
 * Runs something that no other node may do at the same time. The lock is the connection's: it goes with a process that
 * dies. Waits by looking, since a statement that waits long would be cut off.
 */
export async function oneAtATime<Result>(
  db: StateDatabase,
  clock: Clock,
  name: string,
  run: () => Promise<Result>,
): Promise<Result> {
  return db.connection().execute(async (connection) => {
    const key = `milaan:${name}`;
    for (;;) {
      const { rows } = await sql<{ held: boolean }>`
        select pg_try_advisory_lock(hashtextextended(${key}, 0)) as held`.execute(connection);
      if (rows[0]?.held === true) break;
      await clock.sleep(LOOK_MS);
    }
    try {
      return await run();
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${key}, 0))`.execute(connection);
    }
  });
}
