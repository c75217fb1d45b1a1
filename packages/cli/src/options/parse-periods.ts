import { parseReturnPeriod, type ReturnPeriod, returnPeriodOrdinal } from '@milaan/gst';
import { UsageError } from '../failure/usage-error.ts';

export interface PeriodRange {
  readonly from?: ReturnPeriod;
  readonly to?: ReturnPeriod;
}

function parsePeriod(flag: string, text: string): ReturnPeriod {
  const period = parseReturnPeriod(text);
  if (period !== null) return period;
  throw new UsageError(`${flag} must be a return period as MMYYYY, not "${text}".`, 'October 2026 is 102026.');
}

/** A range of return periods; an end that is not given is open. */
export function parsePeriodRange(
  flags: readonly [from: string, to: string],
  fromText: string | undefined,
  toText: string | undefined,
): PeriodRange {
  const from = fromText === undefined ? undefined : parsePeriod(flags[0], fromText);
  const to = toText === undefined ? undefined : parsePeriod(flags[1], toText);
  if (from !== undefined && to !== undefined && returnPeriodOrdinal(from) > returnPeriodOrdinal(to))
    throw new UsageError(`${flags[0]} ${from} lies after ${flags[1]} ${to}.`);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
