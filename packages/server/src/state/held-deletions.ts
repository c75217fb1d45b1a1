import { takeSequences } from './held-sequence.ts';
import type { StateDatabase } from './open-state.ts';
import type { HeldDeletion, SegmentSide } from './tables/ingestion-tables.ts';

export interface NewHeldDeletion {
  readonly id: string;
  readonly workspaceId: string;
  readonly side: SegmentSide;
  readonly pan: string;
  readonly ownGstin: string;
  /** `MMYYYY`. */
  readonly returnPeriod: string;
  readonly createdAt: Date;
}

/** From now on what was taken in before does not count for this registration, period and side. In a transaction. */
export async function insertHeldDeletion(transaction: StateDatabase, deletion: NewHeldDeletion): Promise<void> {
  const sequence = await takeSequences(transaction, deletion.workspaceId, 1);
  await transaction
    .insertInto('heldDeletion')
    .values({ ...deletion, sequence })
    .execute();
}

/** What was deleted of a PAN's documents, in order, up to a moment. */
export async function listHeldDeletions(
  db: StateDatabase,
  { workspaceId, pan, asOf }: { readonly workspaceId: string; readonly pan: string; readonly asOf: Date | null },
): Promise<readonly HeldDeletion[]> {
  return db
    .selectFrom('heldDeletion')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('pan', '=', pan)
    .$if(asOf !== null, (query) => query.where('createdAt', '<=', asOf as Date)) // told by the condition
    .orderBy('sequence')
    .execute();
}
