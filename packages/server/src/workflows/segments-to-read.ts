import type { ReconType } from '@milaan/contract';
import type { PortalSide } from '../jobs/job-contracts.ts';
import type { HeldDeletion, Segment } from '../state/tables/ingestion-tables.ts';

/** The statement that a reconciliation type compares with; null for those that cannot be held yet. */
export const sideOf = (reconType: ReconType): PortalSide | null =>
  reconType === 'MAX_ITC_2B_PR' ? 'GSTR_2B' : reconType === 'MAX_ITC_2A_PR' ? 'GSTR_2A' : null;

type PortalSegment = Pick<Segment, 'side' | 'ownGstin' | 'returnPeriod' | 'generatedOn' | 'sequence'>;

const isNewer = (one: PortalSegment, other: PortalSegment): boolean => {
  const a = one.generatedOn ?? '';
  const b = other.generatedOn ?? '';
  return a === b ? one.sequence > other.sequence : a > b;
};

/** Whether everything in the portal segment was deleted later. */
export const isDeleted = (segment: PortalSegment, deletions: readonly HeldDeletion[]): boolean =>
  deletions.some(
    (deletion) =>
      deletion.side === segment.side &&
      deletion.ownGstin === segment.ownGstin &&
      deletion.returnPeriod === segment.returnPeriod &&
      deletion.sequence > segment.sequence,
  );

/**
 * Of every return the one that counts: the statement that the portal generated last, or that came last where it does not
 * say when. In the order of their sequence.
 */
export function newestReturns<S extends PortalSegment>(
  segments: readonly S[],
  side: PortalSide,
  deletions: readonly HeldDeletion[],
): readonly S[] {
  const newest = new Map<string, S>();
  for (const segment of segments) {
    if (segment.side !== side || isDeleted(segment, deletions)) continue;
    const name = `${segment.ownGstin}/${segment.returnPeriod}`;
    const other = newest.get(name);
    if (other === undefined || isNewer(segment, other)) newest.set(name, segment);
  }
  return [...newest.values()].sort((a, b) => a.sequence - b.sequence);
}
