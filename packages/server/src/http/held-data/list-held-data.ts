import { type HeldDataPageSchema, pageSizeOf, problemsOf } from '@milaan/contract';
import { isReturnPeriod, type ReturnPeriod, returnPeriodOrdinal } from '@milaan/gst';
import type * as z from 'zod';
import { requirePan } from '../../auth/scope.ts';
import { listDeletionsOf, listHeldData as listHeld } from '../../state/held-data.ts';
import type { HeldDeletion, Segment } from '../../state/tables/ingestion-tables.ts';
import type { Handler } from '../handler.ts';
import { FOREIGN_CURSOR, oneMoreThan, pageFrom, placeOf } from '../page-cursor.ts';

type HeldData = z.input<typeof HeldDataPageSchema>['items'][number];

const refuse = problemsOf<'listHeldData'>();
const SEQUENCE = /^[1-9][0-9]{0,8}$/;

const ordinalOf = (period: string | null): number | null =>
  period !== null && isReturnPeriod(period) ? returnPeriodOrdinal(period) : null;

/** The periods of a segment that were deleted after it was taken in. */
function deletedPeriodsOf(segment: Segment, deletions: readonly HeldDeletion[]): string[] {
  const first = ordinalOf(segment.firstPeriod) ?? 0;
  const last = ordinalOf(segment.lastPeriod) ?? Number.MAX_SAFE_INTEGER;
  const periods = deletions
    .filter(({ side, ownGstin }) => side === segment.side && ownGstin === segment.ownGstin)
    .filter(({ sequence }) => sequence > segment.sequence)
    .map(({ returnPeriod }) => returnPeriod as ReturnPeriod) // only the contract's own periods are deleted
    .filter((period) => returnPeriodOrdinal(period) >= first && returnPeriodOrdinal(period) <= last);
  return [...new Set(periods)].sort((a, b) => returnPeriodOrdinal(a) - returnPeriodOrdinal(b));
}

const show = (segment: Segment, deletions: readonly HeldDeletion[]): HeldData => ({
  segmentId: segment.id,
  side: segment.side,
  pan: segment.pan,
  gstin: segment.ownGstin,
  firstPeriod: segment.firstPeriod,
  lastPeriod: segment.lastPeriod,
  generatedOn: segment.generatedOn,
  documents: segment.documents,
  deletedPeriods: deletedPeriodsOf(segment, deletions),
  activityId: segment.ingestionId,
  receivedAt: segment.createdAt.toISOString(),
});

/** What was taken in and is held, of the PANs that the caller covers. */
export const listHeldData: Handler<'listHeldData'> = async ({ request, caller, db }) => {
  const { pan, gstin, period, side, cursor, limit } = request.query;
  if (pan !== undefined) requirePan(caller, pan, 'pan');
  if (gstin !== undefined) requirePan(caller, gstin.slice(2, 12), 'gstin');
  const place = placeOf(cursor, SEQUENCE);
  if (place === undefined) return refuse('parameter_invalid', FOREIGN_CURSOR);
  const size = pageSizeOf(limit);
  const { workspaceId } = caller;
  const segments = await listHeld(db, {
    workspaceId,
    pans: caller.pans,
    pan: pan ?? null,
    gstin: gstin ?? null,
    period: period ?? null,
    side: side ?? null,
    before: place === null ? null : Number(place),
    limit: oneMoreThan(size),
  });
  const gstins = segments.map(({ ownGstin }) => ownGstin);
  const deletions = await listDeletionsOf(db, workspaceId, gstins);
  const page = pageFrom(
    segments,
    size,
    ({ sequence }) => String(sequence),
    (segment) => show(segment, deletions),
  );
  return { status: 200, body: page };
};
