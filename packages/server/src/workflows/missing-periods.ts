import { type ReturnPeriod, returnPeriodsBetween } from '@milaan/gst';
import type { PortalSide } from '../jobs/job-contracts.ts';
import type { HeldDeletion, Segment } from '../state/tables/ingestion-tables.ts';
import { newestReturns } from './segments-to-read.ts';

/** A statement that is not held. `gstin` is null when not one registration of the PAN is known. */
export interface MissingReturn {
  readonly gstin: string | null;
  /** `MMYYYY`. */
  readonly period: string;
}

export interface WantedReturns {
  /** Null: every registration of which anything is held. */
  readonly gstins: readonly string[] | null;
  readonly from: string;
  readonly to: string;
  /** Null for statements that cannot be held. */
  readonly side: PortalSide | null;
}

/** The return periods of a range, first to last, `MMYYYY`. */
export const periodsBetween = (from: string, to: string): readonly string[] =>
  returnPeriodsBetween(from as ReturnPeriod, to as ReturnPeriod); // checked by the contract

/** Whether anything of a segment may count still: not when each of its periods was deleted later. */
function isHeldStill(segment: Segment, deletions: readonly HeldDeletion[]): boolean {
  const { side, ownGstin, firstPeriod, lastPeriod, sequence } = segment;
  if (firstPeriod === null || lastPeriod === null) return true;
  const gone = new Set(
    deletions
      .filter((one) => one.side === side && one.ownGstin === ownGstin && one.sequence > sequence)
      .map(({ returnPeriod }) => returnPeriod),
  );
  return gone.size === 0 || periodsBetween(firstPeriod, lastPeriod).some((period) => !gone.has(period));
}

/** Which statements of the range are not held, by registration and then by period. */
export function missingReturns(
  held: readonly Segment[],
  deletions: readonly HeldDeletion[],
  { gstins, from, to, side }: WantedReturns,
): readonly MissingReturn[] {
  const still = held.filter((segment) => isHeldStill(segment, deletions));
  const known = gstins ?? [...new Set(still.map(({ ownGstin }) => ownGstin))].sort();
  const periods = periodsBetween(from, to);
  if (known.length === 0) return periods.map((period) => ({ gstin: null, period }));
  const returns = side === null ? [] : newestReturns(held, side, deletions);
  const there = new Set(returns.map(({ ownGstin, returnPeriod }) => `${ownGstin}/${returnPeriod}`));
  return known.flatMap((gstin) =>
    periods.filter((period) => !there.has(`${gstin}/${period}`)).map((period) => ({ gstin, period })),
  );
}
