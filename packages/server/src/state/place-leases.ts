import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';

export interface WantedPlaces {
  readonly workspaceId: string;
  readonly nodeId: string;
  /** How many the node wants to have in all. */
  readonly wanted: number;
  /** How many all nodes together may have. */
  readonly limit: number;
  readonly nowMs: number;
  /** From when on others may count without this node. */
  readonly expiresAtMs: number;
}

/**
 * Sets the places of a node: as many as it wants, or as the other nodes leave. Leases that have expired, of nodes that
 * were killed, count no more and are removed. @returns how many the node has now
 */
export async function leasePlaces(db: StateDatabase, lease: WantedPlaces): Promise<number> {
  const { workspaceId, nodeId, wanted, limit, nowMs, expiresAtMs } = lease;
  return db.transaction().execute(async (transaction) => {
    // Two nodes must not count the same free places.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`milaan:places:${workspaceId}`}, 0))`.execute(
      transaction,
    );
    const mine = transaction.deleteFrom('placeLease').where('workspaceId', '=', workspaceId);
    await mine.where((row) => row.or([row('expiresAtMs', '<=', nowMs), row('nodeId', '=', nodeId)])).execute();
    const { taken } = await transaction
      .selectFrom('placeLease')
      .select((row) => row.fn.coalesce(row.fn.sum<string>('places'), sql<string>`0`).as('taken'))
      .where('workspaceId', '=', workspaceId)
      .executeTakeFirstOrThrow();
    const places = Math.max(0, Math.min(wanted, limit - Number(taken)));
    if (places > 0) {
      await transaction.insertInto('placeLease').values({ workspaceId, nodeId, places, expiresAtMs }).execute();
    }
    return places;
  });
}

/** Gives back everything that a node has, when it stops. */
export async function returnAllPlaces(db: StateDatabase, nodeId: string): Promise<void> {
  await db.deleteFrom('placeLease').where('nodeId', '=', nodeId).execute();
}
