import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';

/** Says that this node lives. The time is the database's own, so that clocks of nodes need not agree. */
export async function keepNodeAlive(db: StateDatabase, id: string): Promise<void> {
  await db
    .insertInto('node')
    .values({ id, startedAt: sql`now()`, lastSeenAt: sql`now()` })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ lastSeenAt: sql`now()` }))
    .execute();
}

/** Nodes that were not seen for so long. */
export async function listDeadNodes(db: StateDatabase, silentMs: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('node')
    .select('id')
    .where('lastSeenAt', '<', sql<Date>`now() - make_interval(secs => ${silentMs / 1000})`)
    .execute();
  return rows.map(({ id }) => id);
}

export async function forgetNode(db: StateDatabase, id: string): Promise<void> {
  await db.deleteFrom('node').where('id', '=', id).execute();
}

/** Says that this node has gone, so that the others take over at once what it left. */
export async function markNodeGone(db: StateDatabase, id: string): Promise<void> {
  await db
    .updateTable('node')
    .set({ lastSeenAt: new Date(0) })
    .where('id', '=', id)
    .execute();
}
