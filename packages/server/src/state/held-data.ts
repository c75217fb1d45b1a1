import { type ReturnPeriod, returnPeriodOrdinal } from '@milaan/gst';
import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { HeldDeletion, Segment, SegmentSide } from './tables/ingestion-tables.ts';

export interface HeldDataFilter {
  readonly workspaceId: string;
  /** PANs that the caller may see; null for all. */
  readonly pans: readonly string[] | null;
  readonly pan: string | null;
  readonly gstin: string | null;
  readonly period: ReturnPeriod | null;
  readonly side: SegmentSide | null;
  /** Only those before this place in the order of the workspace: the newest come first. */
  readonly before: number | null;
  readonly limit: number;
}

/** `MMYYYY` as a number that counts months, in SQL. */
const ordinal = (column: 'firstPeriod' | 'lastPeriod') =>
  sql<number>`(substr(${sql.ref(column)}, 3, 4)::int * 12 + substr(${sql.ref(column)}, 1, 2)::int)`;

/** Whether a segment may hold documents of a period; one that does not know its periods may. */
const covers = (period: ReturnPeriod) =>
  sql<boolean>`${returnPeriodOrdinal(period)} between coalesce(${ordinal('firstPeriod')}, 0) and coalesce(${ordinal('lastPeriod')}, 1000000)`;

/** The segments that stand for what is held, newest first. */
export async function listHeldData(db: StateDatabase, filter: HeldDataFilter): Promise<readonly Segment[]> {
  let query = db
    .selectFrom('segment')
    .selectAll()
    .where('workspaceId', '=', filter.workspaceId)
    .where('retiredAt', 'is', null);
  if (filter.pans !== null) query = query.where('pan', 'in', filter.pans.length === 0 ? [''] : filter.pans);
  if (filter.pan !== null) query = query.where('pan', '=', filter.pan);
  if (filter.gstin !== null) query = query.where('ownGstin', '=', filter.gstin);
  if (filter.side !== null) query = query.where('side', '=', filter.side);
  if (filter.period !== null) query = query.where(covers(filter.period));
  if (filter.before !== null) query = query.where('sequence', '<', filter.before);
  return query.orderBy('sequence', 'desc').limit(filter.limit).execute();
}

/** What was deleted of the documents of some registrations. */
export async function listDeletionsOf(
  db: StateDatabase,
  workspaceId: string,
  gstins: readonly string[],
): Promise<readonly HeldDeletion[]> {
  if (gstins.length === 0) return [];
  return db
    .selectFrom('heldDeletion')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('ownGstin', 'in', [...new Set(gstins)])
    .orderBy('sequence')
    .execute();
}

/** The sides on which something is held of a registration and a period, and was not deleted since. */
export async function sidesHeld(
  db: StateDatabase,
  {
    workspaceId,
    gstin,
    period,
  }: { readonly workspaceId: string; readonly gstin: string; readonly period: ReturnPeriod },
): Promise<readonly SegmentSide[]> {
  const rows = await db
    .selectFrom('segment')
    .select('side')
    .distinct()
    .where('workspaceId', '=', workspaceId)
    .where('ownGstin', '=', gstin)
    .where('retiredAt', 'is', null)
    .where(covers(period))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('heldDeletion')
            .select('heldDeletion.id')
            .whereRef('heldDeletion.workspaceId', '=', 'segment.workspaceId')
            .whereRef('heldDeletion.ownGstin', '=', 'segment.ownGstin')
            .whereRef('heldDeletion.side', '=', 'segment.side')
            .where('heldDeletion.returnPeriod', '=', period)
            .whereRef('heldDeletion.sequence', '>', 'segment.sequence'),
        ),
      ),
    )
    .orderBy('side')
    .execute();
  return rows.map(({ side }) => side);
}
