import { isReturnPeriod, panOfGstin, type ReturnPeriod, returnPeriodOrdinal } from '@milaan/gst';
import { isKnown, typeName } from './known-part.ts';
import type { PortalPart } from './portal-part.ts';

export interface ReturnFilter {
  readonly type?: '2b' | '2a' | undefined;
  readonly gstins?: readonly string[] | undefined;
  readonly pan?: string | undefined;
  readonly from?: ReturnPeriod | undefined;
  readonly to?: ReturnPeriod | undefined;
}

interface Refusal {
  /** Null where a named file may be left out as well. */
  readonly code: string | null;
  readonly reason: string;
  readonly hint: string;
}

/** Why a part is not among the returns of a run; null where it is. */
export const reasonAgainst = (part: PortalPart, filter: ReturnFilter, all: readonly PortalPart[]): Refusal | null => {
  const what = typeName(part.source);
  if (!isKnown(part)) {
    const missing = part.gstin === null ? 'registration (gstin)' : 'return period (rtnprd)';
    return {
      code: 'PORTAL_UNIDENTIFIED',
      reason: `the ${what} does not say its ${missing}`,
      hint: 'Download it again, or keep the answer of the API whole, with its request.',
    };
  }
  const type = filter.type ?? (all.some((other) => other.source === 'GSTR_2B') ? '2b' : '2a');
  if (type !== part.source.slice(-2).toLowerCase()) {
    const code = filter.type === undefined ? null : 'PORTAL_OTHER_TYPE';
    return {
      code,
      reason: `it is a ${what}; the run reads GSTR-${type.toUpperCase()}`,
      hint: `Use --type ${part.source.slice(-2).toLowerCase()}.`,
    };
  }
  if (!isOwn(part.gstin, filter)) {
    return {
      code: 'PORTAL_OTHER_REGISTRATION',
      reason: `the ${what} belongs to ${part.gstin}, which is not among the registrations of this run`,
      hint: 'Leave the file out, or name its registration.',
    };
  }
  const ordinal = isReturnPeriod(part.period) ? returnPeriodOrdinal(part.period) : 0;
  const isBefore = filter.from !== undefined && ordinal < returnPeriodOrdinal(filter.from);
  const isAfter = filter.to !== undefined && ordinal > returnPeriodOrdinal(filter.to);
  if (isBefore || isAfter) {
    return { code: null, reason: `its period ${part.period} lies outside the range asked for`, hint: '' };
  }
  return null;
};

const isOwn = (gstin: string, filter: ReturnFilter): boolean => {
  if (filter.gstins !== undefined && filter.gstins.length > 0) return filter.gstins.includes(gstin);
  return filter.pan === undefined || panOfGstin(gstin) === filter.pan || gstin.slice(2, 12) === filter.pan;
};
