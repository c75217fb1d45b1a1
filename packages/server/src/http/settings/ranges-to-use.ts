import { type Config, LIMITS, type WorkspaceSettings } from '@milaan/contract';
import { type ReturnPeriod, returnPeriodFromOrdinal } from '@milaan/gst';
import type { StateDatabase } from '../../state/open-state.ts';
import { findConfig } from '../../state/workspace-configs.ts';
import { dateInIndia } from '../../workflows/india-time.ts';

/** The periods of a trigger; both ends of each range are included. */
export type Ranges = Readonly<
  Pick<Config, 'pullReturnPeriodStart' | 'pullReturnPeriodEnd' | 'reconReturnPeriodStart' | 'reconReturnPeriodEnd'>
>;

/** The ranges that a trigger says: each with both its ends, or not at all. */
export type GivenRanges = { readonly [End in keyof Ranges]?: Ranges[End] | undefined };

interface RangeQuestion {
  readonly workspaceId: string;
  readonly pan: string;
  readonly given: GivenRanges;
  readonly settings: WorkspaceSettings;
  readonly now: Date;
}

interface Range {
  readonly from: ReturnPeriod;
  readonly to: ReturnPeriod;
}

/** So many months up to the last one that has ended in India. */
function lastMonths(count: number | null, now: Date): Range | null {
  if (count === null) return null;
  const [year, month] = dateInIndia(now).split('-').map(Number);
  const last = (year ?? 0) * 12 + (month ?? 0) - 1;
  return {
    from: returnPeriodFromOrdinal(last - Math.min(count, LIMITS.rangePeriods) + 1),
    to: returnPeriodFromOrdinal(last),
  };
}

const rangeOf = (from: ReturnPeriod | undefined, to: ReturnPeriod | undefined): Range | null =>
  from === undefined || to === undefined ? null : { from, to };

/**
 * The ranges of a trigger: its own; else those of the configuration of the PAN, else of the workspace; else so many
 * months as the settings say. @returns null when a range is nowhere
 */
export async function rangesToUse(db: StateDatabase, question: RangeQuestion): Promise<Ranges | null> {
  const { workspaceId, pan, given, settings, now } = question;
  let pull = rangeOf(given.pullReturnPeriodStart, given.pullReturnPeriodEnd);
  let recon = rangeOf(given.reconReturnPeriodStart, given.reconReturnPeriodEnd);
  if (pull === null || recon === null) {
    const ofPan = await findConfig(db, { workspaceId, pan });
    const document = (ofPan ?? (await findConfig(db, { workspaceId, pan: null })))?.document;
    pull ??= rangeOf(document?.pullReturnPeriodStart, document?.pullReturnPeriodEnd);
    recon ??= rangeOf(document?.reconReturnPeriodStart, document?.reconReturnPeriodEnd);
  }
  pull ??= lastMonths(settings.defaultPullPeriods, now);
  recon ??= lastMonths(settings.defaultReconPeriods, now);
  if (pull === null || recon === null) return null;
  return {
    pullReturnPeriodStart: pull.from,
    pullReturnPeriodEnd: pull.to,
    reconReturnPeriodStart: recon.from,
    reconReturnPeriodEnd: recon.to,
  };
}
