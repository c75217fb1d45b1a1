import type { MatchType } from '@milaan/gst';
import type { Scenario } from '../generate/settings.ts';
import type { VoucherTruth } from '../generate/truth.ts';
import { type Claims, createClaims } from './claims.ts';
import type { ResultLine } from './result-line.ts';
import type { TruthIndex } from './truth-index.ts';

/** `right` and `wrong` links; `neutral` are cautious links of vouchers whose partner the data cannot tell. */
export type Verdict = 'right' | 'wrong' | 'neutral';

export interface TypeTally {
  lines: number;
  right: number;
  wrong: number;
  neutral: number;
}

export interface ScenarioTally {
  vouchers: number;
  ambiguous: number;
  /** Links that a perfect engine makes; undecidable vouchers left out. */
  expected: number;
  found: number;
  wrong: number;
  /** Right links whose match type is one that a careful person would accept. */
  rightType: number;
  right: number;
}

export interface Quality {
  readonly byType: ReadonlyMap<MatchType, TypeTally>;
  readonly byScenario: ReadonlyMap<Scenario, ScenarioTally>;
  /** Wrong links by scenario of the voucher and of the voucher that the portal document belongs to. */
  readonly wrongPairs: ReadonlyMap<string, number>;
  readonly splitBills: number;
  readonly splitBillsWhole: number;
  /** Vouchers that no result line mentions, and result lines of vouchers that nobody generated. */
  readonly vouchersUnseen: number;
  readonly vouchersUnknown: number;
}

export interface Scorer {
  /** Judges a line; null where it links nothing. */
  add(line: ResultLine): Verdict | null;
  /** Vouchers of which a link was expected and not all were found. Meaningful after the last line. */
  missed(externalId: string): boolean;
  finish(): Quality;
}

const CONFIDENT: ReadonlySet<MatchType> = new Set(['EXACT', 'WITHIN_TOLERANCE', 'MISMATCH', 'MANUAL']);

export const createScorer = (truth: TruthIndex): Scorer => {
  const byType = new Map<MatchType, TypeTally>();
  const byScenario = new Map<Scenario, ScenarioTally>();
  const wrongPairs = new Map<string, number>();
  const seen = new Uint8Array(truth.size);
  const claims = createClaims(truth);
  let vouchersUnknown = 0;

  const judge = (voucher: VoucherTruth, line: ResultLine): Verdict => {
    const isRight = claims.take(voucher, line);
    if (voucher.ambiguous && !CONFIDENT.has(line.matchType)) return 'neutral';
    if (line.portal !== null && voucher.lookAlikes.includes(line.portal)) return 'neutral';
    return isRight ? 'right' : 'wrong';
  };

  return {
    add(line) {
      const type = tallyOf(byType, line.matchType, emptyType);
      type.lines += 1;
      if (line.externalId === null) return null;
      const voucher = truth.voucher(line.externalId);
      if (voucher === undefined) {
        vouchersUnknown += 1;
        return null;
      }
      seen[truth.positionOf(line.externalId)] = 1;
      if (line.portal === null) return null;
      const verdict = judge(voucher, line);
      type[verdict] += 1;
      const tally = tallyOf(byScenario, voucher.scenario, emptyScenario);
      if (verdict === 'wrong') {
        tally.wrong += 1;
        const pair = `${voucher.scenario} > ${truth.holderOf(line.portal)}`;
        wrongPairs.set(pair, (wrongPairs.get(pair) ?? 0) + 1);
      }
      if (verdict === 'right') {
        tally.right += 1;
        if (voucher.expected.includes(line.matchType)) tally.rightType += 1;
      }
      return verdict;
    },
    missed(externalId) {
      const voucher = truth.voucher(externalId);
      if (voucher === undefined || voucher.ambiguous) return false;
      if (voucher.scenario === 'duplicate' && claims.isClaimed(voucher)) return false;
      return claims.countFound(voucher) < voucher.links.length;
    },
    finish() {
      const bills = countExpected(truth, byScenario, claims);
      const vouchersUnseen = truth.size - seen.reduce((sum, one) => sum + one, 0);
      return { byType, byScenario, wrongPairs, ...bills, vouchersUnseen, vouchersUnknown };
    },
  };
};

const countExpected = (
  truth: TruthIndex,
  byScenario: Map<Scenario, ScenarioTally>,
  claims: Claims,
): { splitBills: number; splitBillsWhole: number } => {
  const duplicates = new Set<string>();
  const bills = new Map<string, boolean>();
  for (const voucher of truth.vouchers) {
    const tally = tallyOf(byScenario, voucher.scenario, emptyScenario);
    const foundCount = claims.countFound(voucher);
    tally.vouchers += 1;
    if (voucher.ambiguous) {
      tally.ambiguous += 1;
      continue;
    }
    if (voucher.scenario === 'duplicate' && voucher.together !== null) {
      if (duplicates.has(voucher.together)) continue;
      duplicates.add(voucher.together);
      tally.expected += 1;
      if (claims.isClaimed(voucher)) tally.found += 1;
      continue;
    }
    tally.expected += voucher.links.length;
    tally.found += foundCount;
    if (voucher.scenario === 'split' && voucher.together !== null && voucher.links.length > 0) {
      bills.set(voucher.together, (bills.get(voucher.together) ?? true) && foundCount > 0);
    }
  }
  return { splitBills: bills.size, splitBillsWhole: [...bills.values()].filter(Boolean).length };
};

const tallyOf = <K, V>(tallies: Map<K, V>, key: K, create: () => V): V => {
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = create();
    tallies.set(key, tally);
  }
  return tally;
};

const emptyType = (): TypeTally => ({ lines: 0, right: 0, wrong: 0, neutral: 0 });
const emptyScenario = (): ScenarioTally => ({
  vouchers: 0,
  ambiguous: 0,
  expected: 0,
  found: 0,
  wrong: 0,
  rightType: 0,
  right: 0,
});
