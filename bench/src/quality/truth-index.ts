import { SCENARIOS, type Scenario } from '../generate/settings.ts';
import { indexOfExternalId, type Truth, type VoucherTruth } from '../generate/truth.ts';

export type Holder = Scenario | 'not-booked' | 'superseded' | 'unknown';

/** All that is true of a generated set, by external id and by portal document. */
export interface TruthIndex {
  readonly vouchers: Iterable<VoucherTruth>;
  readonly size: number;
  /** 0 to size - 1. */
  positionOf(externalId: string): number;
  voucher(externalId: string): VoucherTruth | undefined;
  /** Scenario of the voucher that a portal document belongs to. */
  holderOf(portal: string): Holder;
}

export interface TruthBuilder {
  add(line: Truth): void;
  build(): TruthIndex;
}

export const createTruthBuilder = (): TruthBuilder => {
  const vouchers: VoucherTruth[] = [];
  const holders = new Map<string, Holder>();
  const positionOf = (externalId: string): number => indexOfExternalId(externalId) - 1;
  return {
    add(line) {
      if ('portal' in line) {
        if (!holders.has(line.portal)) holders.set(line.portal, line.scenario);
        return;
      }
      vouchers[positionOf(line.externalId)] = line;
      for (const link of line.links) holders.set(link, line.scenario);
    },
    build: () => ({
      vouchers,
      size: vouchers.length,
      positionOf,
      voucher: (externalId) => vouchers[positionOf(externalId)],
      holderOf: (portal) => holders.get(portal) ?? 'unknown',
    }),
  };
};

const scenarios = new Map<string, Scenario>(SCENARIOS.map((scenario) => [scenario, scenario]));
const expectedLists = new Map<string, VoucherTruth['expected']>();
const NONE: readonly never[] = [];

/** A line of the `truth.jsonl` that our own generator wrote. What repeats is shared: millions of lines stay in memory. */
export const parseTruth = (text: string): Truth => {
  const line: Truth = JSON.parse(text);
  if ('portal' in line) return line;
  const scenario = scenarios.get(line.scenario);
  if (scenario === undefined) throw new Error(`unknown scenario ${line.scenario}`);
  const key = line.expected.join(' ');
  const expected = expectedLists.get(key) ?? line.expected;
  expectedLists.set(key, expected);
  return { ...line, scenario, expected, lookAlikes: line.lookAlikes.length === 0 ? NONE : line.lookAlikes };
};
