import type { VoucherTruth } from '../generate/truth.ts';
import type { ResultLine } from './result-line.ts';
import type { TruthIndex } from './truth-index.ts';

/** Which true links were found so far. A few bytes per voucher, so that millions fit. */
export interface Claims {
  /** Whether the line is a true link that nobody claimed before; takes it when it is. */
  take(voucher: VoucherTruth, line: ResultLine): boolean;
  countFound(voucher: VoucherTruth): number;
  /** Whether one of the vouchers of a bill booked twice has claimed it. */
  isClaimed(voucher: VoucherTruth): boolean;
}

export const createClaims = (truth: TruthIndex): Claims => {
  // Bit i: link i of the voucher is found. A voucher has at most four.
  const found = new Uint8Array(truth.size);
  const claimants = new Map<string, string>();
  const claims = (voucher: VoucherTruth): boolean => {
    if (voucher.scenario !== 'duplicate' || voucher.together === null) return true;
    const claimant = claimants.get(voucher.together) ?? voucher.externalId;
    claimants.set(voucher.together, claimant);
    return claimant === voucher.externalId;
  };
  return {
    take(voucher, line) {
      const link = line.portal === null ? -1 : voucher.links.indexOf(line.portal);
      const at = truth.positionOf(voucher.externalId);
      const bits = found[at] ?? 0;
      if (link < 0 || (bits & (1 << link)) !== 0) return false;
      // An amendment often keeps number and date: only the amount tells it from what it replaced.
      if (voucher.scenario === 'amended' && voucher.taxablePaise[link] !== line.portalTaxablePaise) return false;
      if (!claims(voucher)) return false;
      found[at] = bits | (1 << link);
      return true;
    },
    countFound(voucher) {
      let bits = found[truth.positionOf(voucher.externalId)] ?? 0;
      let count = 0;
      for (; bits !== 0; bits >>= 1) count += bits & 1;
      return count;
    },
    isClaimed: (voucher) => voucher.together !== null && claimants.has(voucher.together),
  };
};
