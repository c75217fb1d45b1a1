import { type ReturnPeriod, returnPeriodOrdinal } from '@milaan/gst';
import type { HeldDeletion, Segment } from '../state/tables/ingestion-tables.ts';
import { dateInIndia } from './india-time.ts';
import { periodsBetween, type WantedReturns } from './missing-periods.ts';
import { isDeleted, newestReturns } from './segments-to-read.ts';

const HOUR_MS = 60 * 60 * 1000;
/** A statement of the last months changes from day to day, and providers count calls. */
const ASKED_AFTER_MS = 4 * HOUR_MS;
/** An older one changes seldom: its GSTR-3B is filed, or its suppliers are very late. */
const OLD_ASKED_AFTER_MS = 7 * 24 * HOUR_MS;
/** Months after its own in which a statement is not old. */
const RECENT_MONTHS = 2;

/** A statement that a provider brought and that counts, which may say something else by now. */
export interface ReturnToAskAgain {
  readonly gstin: string;
  /** `MMYYYY`. */
  readonly period: string;
  /** What the provider said last. */
  readonly last: Segment & { readonly askedAt: Date };
}

function isDue(period: string, askedAt: Date, now: Date): boolean {
  const [year = 0, month = 0] = dateInIndia(now).split('-').map(Number);
  const ageMonths = year * 12 + month - returnPeriodOrdinal(period as ReturnPeriod); // as it was read
  const afterMs = ageMonths <= RECENT_MONTHS ? ASKED_AFTER_MS : OLD_ASKED_AFTER_MS;
  return now.getTime() - askedAt.getTime() >= afterMs;
}

const isPulled = (segment: Segment): segment is ReturnToAskAgain['last'] => segment.askedAt !== null;

/** What is to be asked for again. What the caller brought himself is not: it is what he wants to be used. */
export function returnsToAskAgain(
  held: readonly Segment[],
  deletions: readonly HeldDeletion[],
  { gstins, from, to, side }: WantedReturns,
  now: Date,
): readonly ReturnToAskAgain[] {
  if (side === null) return [];
  const periods = new Set(periodsBetween(from, to));
  const pulled = held.filter(isPulled).filter((segment) => !isDeleted(segment, deletions));
  return newestReturns(held, side, deletions).flatMap((counting) => {
    const { ownGstin: gstin, returnPeriod: period } = counting;
    if (!isPulled(counting) || period === null || !periods.has(period)) return [];
    if (gstins !== null && !gstins.includes(gstin)) return [];
    const ofReturn = (one: Segment) => one.side === side && one.ownGstin === gstin && one.returnPeriod === period;
    const last = pulled.findLast(ofReturn) ?? counting;
    return isDue(period, last.askedAt, now) ? [{ gstin, period, last }] : [];
  });
}
