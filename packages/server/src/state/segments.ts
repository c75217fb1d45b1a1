import { takeSequences } from './held-sequence.ts';
import type { StateDatabase } from './open-state.ts';
import type { PreparedSegment, Segment } from './tables/ingestion-tables.ts';

/** Rows of one statement. Postgres takes 65,535 values, a row has 18, and a register may have thousands of registrations. */
const ROWS_AT_ONCE = 1000;

const panOf = (gstin: string): string => gstin.slice(2, 12);

export interface SegmentsToCommit {
  readonly workspaceId: string;
  readonly ingestionId: string;
  readonly segments: readonly PreparedSegment[];
  readonly at: Date;
  /** Whether a GST provider brought them, so that they are to be asked for again. */
  readonly isPulled?: boolean;
}

/** From here on the segments count. In a transaction; whoever comes second with the same ones changes nothing. */
export async function commitSegments(
  transaction: StateDatabase,
  { workspaceId, ingestionId, segments, at, isPulled = false }: SegmentsToCommit,
): Promise<void> {
  if (segments.length === 0) return;
  const first = await takeSequences(transaction, workspaceId, segments.length);
  const rows = segments.map((segment, index) => ({
    ...segment,
    workspaceId,
    ingestionId,
    pan: panOf(segment.ownGstin),
    sequence: first + index,
    createdAt: at,
    retiredAt: null,
    askedAt: isPulled ? at : null,
  }));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await transaction
      .insertInto('segment')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflict((conflict) => conflict.columns(['ingestionId', 'part']).doNothing())
      .execute();
  }
}

/** A GST provider says just what the segment says. */
export async function noteAsked(db: StateDatabase, id: string, at: Date): Promise<void> {
  await db.updateTable('segment').set({ askedAt: at }).where('id', '=', id).execute();
}

export interface HeldOf {
  readonly workspaceId: string;
  readonly pan: string;
  /** Null: now. */
  readonly asOf: Date | null;
}

/** The segments of a PAN that counted at a moment, in their order. */
export async function listHeldSegments(
  db: StateDatabase,
  { workspaceId, pan, asOf }: HeldOf,
): Promise<readonly Segment[]> {
  const all = db
    .selectFrom('segment')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('pan', '=', pan)
    .orderBy('sequence');
  if (asOf === null) return all.where('retiredAt', 'is', null).execute();
  return all
    .where('createdAt', '<=', asOf)
    .where(({ eb, or }) => or([eb('retiredAt', 'is', null), eb('retiredAt', '>', asOf)]))
    .execute();
}

/**
 * Puts one segment in the place of several that held the same documents. In a transaction.
 * @returns false, and changes nothing, when another merge has taken some of them meanwhile: its result stands
 */
export async function replaceSegments(
  transaction: StateDatabase,
  replaced: readonly Segment[],
  merged: Omit<Segment, 'createdAt' | 'retiredAt'>,
  at: Date,
): Promise<boolean> {
  const ids = replaced.map(({ id }) => id);
  const open = await transaction
    .selectFrom('segment')
    .select('id')
    .where('id', 'in', ids)
    .where('retiredAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
  // A segment that were retired without a place in the merged one would be lost.
  if (open.length !== ids.length) return false;
  await transaction.updateTable('segment').set({ retiredAt: at }).where('id', 'in', ids).execute();
  await transaction
    .insertInto('segment')
    .values({ ...merged, createdAt: at, retiredAt: null })
    .execute();
  return true;
}
