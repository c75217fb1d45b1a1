import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';

/** A server process. */
export interface NodeProcess {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
}

/** Says that this node lives. The time is the database's own, so that clocks of nodes need not agree. */
export async function keepNodeAlive(db: StateDatabase, node: NodeProcess): Promise<void> {
  await db
    .insertInto('node')
    .values({ ...node, startedAt: sql`now()`, lastSeenAt: sql`now()` })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ lastSeenAt: sql`now()` }))
    .execute();
}

/** Nodes that were not seen for so long. */
export async function listSilentNodes(db: StateDatabase, silentMs: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('node')
    .select('id')
    .where('lastSeenAt', '<', sql<Date>`now() - make_interval(secs => ${silentMs / 1000})`)
    .execute();
  return rows.map(({ id }) => id);
}

/** The processes that live, or whose work has not been taken over yet. */
export async function listNodes(db: StateDatabase): Promise<readonly NodeProcess[]> {
  return db.selectFrom('node').select(['id', 'host', 'pid']).execute();
}

export async function forgetNodes(db: StateDatabase, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('node').where('id', 'in', ids).execute();
}

/** Says that this node has gone, so that the others take over at once what it left. */
export async function markNodeGone(db: StateDatabase, id: string): Promise<void> {
  await db
    .updateTable('node')
    .set({ lastSeenAt: new Date(0) })
    .where('id', '=', id)
    .execute();
}
