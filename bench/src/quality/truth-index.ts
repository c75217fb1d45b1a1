import { SCENARIOS, type Scenario } from '../generate/settings.ts';
import { indexOfExternalId, type Truth, type VoucherTruth } from '../generate/truth.ts';

export type Holder = Scenario | 'not-booked' | 'superseded' | 'unknown';

/** All that is true of a generated set, by external id and by portal document. */
export interface TruthIndex {
  readonly vouchers: Iterable<VoucherTruth>;
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
  return {
    add(line) {
      if ('portal' in line) {
        if (!holders.has(line.portal)) holders.set(line.portal, line.scenario);
        return;
      }
      vouchers[indexOfExternalId(line.externalId) - 1] = line;
      for (const link of line.links) holders.set(link, line.scenario);
    },
    build: () => ({
      vouchers,
      voucher: (externalId) => vouchers[indexOfExternalId(externalId) - 1],
      holderOf: (portal) => holders.get(portal) ?? 'unknown',
    }),
  };
};

/** A line of the `truth.jsonl` that our own generator wrote. */
export const parseTruth = (text: string): Truth => {
  const line: Truth = JSON.parse(text);
  if (!('portal' in line) && !SCENARIOS.includes(line.scenario)) throw new Error(`unknown scenario ${line.scenario}`);
  return line;
};
