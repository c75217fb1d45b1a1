import type { MatchType } from '@milaan/gst';
import type { Scenario } from '../generate/settings.ts';
import type { Quality } from './score.ts';

/** The figures that the bars are set on, as shares; null where nothing was there to be judged. */
export interface Figures {
  readonly confidentPrecision: number | null;
  readonly pairPrecision: number | null;
  readonly pairRecall: number | null;
  readonly yearEndCrossers: number | null;
  readonly splitBills: number | null;
  readonly samePan: number | null;
  readonly numberTypo: number | null;
}

const LINK_TYPES: readonly MatchType[] = ['EXACT', 'WITHIN_TOLERANCE', 'PROBABLE', 'MISMATCH', 'MANUAL'];

export const figuresOf = (quality: Quality): Figures => {
  let [expected, found] = [0, 0];
  for (const tally of quality.byScenario.values()) {
    expected += tally.expected;
    found += tally.found;
  }
  return {
    confidentPrecision: precisionOf(quality, ['EXACT', 'WITHIN_TOLERANCE']),
    pairPrecision: precisionOf(quality, LINK_TYPES),
    pairRecall: share(found, expected),
    yearEndCrossers: recallOf(quality, 'year-end-crosser'),
    splitBills: share(quality.splitBillsWhole, quality.splitBills),
    samePan: recallOf(quality, 'same-pan'),
    numberTypo: recallOf(quality, 'number-typo'),
  };
};

const precisionOf = (quality: Quality, types: readonly MatchType[]): number | null => {
  let [right, wrong] = [0, 0];
  for (const type of types) {
    right += quality.byType.get(type)?.right ?? 0;
    wrong += quality.byType.get(type)?.wrong ?? 0;
  }
  return share(right, right + wrong);
};

const recallOf = (quality: Quality, scenario: Scenario): number | null => {
  const tally = quality.byScenario.get(scenario);
  return share(tally?.found ?? 0, tally?.expected ?? 0);
};

export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
