import { describe, expect, it } from 'vitest';
import type { Quality } from '../quality/score.ts';
import { judgeBars } from './bars.ts';
import { DEFAULT_SETS, FULL_SETS, parseSets, QUICK_SETS } from './bench-set.ts';
import { median } from './measure.ts';
import type { SetOutcome } from './outcome.ts';
import { printResults } from './print-results.ts';

const quality: Quality = {
  byType: new Map([['EXACT', { lines: 10_000, right: 9_999, wrong: 1, neutral: 0 }]]),
  byScenario: new Map([
    ['same-pan', { vouchers: 100, ambiguous: 0, expected: 100, found: 94, wrong: 0, right: 94, rightType: 94 }],
  ]),
  wrongPairs: new Map([['identical > not-booked', 1]]),
  splitBills: 10,
  splitBillsWhole: 9,
  vouchersUnseen: 0,
  vouchersUnknown: 0,
};

const outcome = (size: number, seconds: number[], floorSeconds: number[]): SetOutcome => ({
  prepared: {
    set: 'mixed',
    size,
    folder: '',
    manifest: {
      version: 1,
      options: { set: 'mixed', size, seed: 1, multiLineShare: 0 },
      vouchers: size,
      purchaseLines: size,
      portalDocuments: size,
      portalFiles: 96,
      ambiguous: 3,
      scenarios: {},
    },
  },
  milaan: seconds.map((one) => ({ seconds: one, processorSeconds: one * 2, peakBytes: 3e9 })),
  floor: floorSeconds.map((one) => ({ seconds: one, processorSeconds: one * 2, peakBytes: 1e9 })),
  quality,
  stagesMs: { read: 1500 },
});

const verdicts = (of: SetOutcome): Record<string, boolean> =>
  Object.fromEntries(judgeBars(of).map(({ what, passed }) => [what.slice(what.indexOf(' ') + 1), passed]));

describe('judgeBars', () => {
  it('passes what is on the bar and misses what is past it', () => {
    expect(verdicts(outcome(1_000_000, [20, 30, 10], [10, 10, 10]))).toMatchObject({
      time: true,
      'peak memory': true,
      'time against the floor': true,
      'precision of EXACT + WITHIN_TOLERANCE': true,
      'split bills with all legs': true,
      'same PAN, other GSTIN found': false,
    });
    expect(verdicts(outcome(1_000_000, [20.01], [10]))).toMatchObject({ time: false, 'time against the floor': false });
  });

  it('misses a bar for which nothing was there to be judged', () => {
    expect(verdicts(outcome(1_000_000, [1], [1]))).toMatchObject({ 'number typos found': false });
  });

  it('sets speed bars on the sizes of the specification only', () => {
    expect(verdicts(outcome(50_000, [1], [1]))).not.toHaveProperty('time');
  });
});

describe('parseSets', () => {
  it.each([QUICK_SETS, DEFAULT_SETS, FULL_SETS])('knows %s', (sets) =>
    expect(parseSets(sets).length).toBeGreaterThan(4),
  );
  it.each(['mixed', 'mixed:0', 'mixed:1e6', 'easy:100', ''])('refuses "%s"', (text) =>
    expect(() => parseSets(text)).toThrow(),
  );
});

describe('median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('%j', (values, expected) => expect(median(values)).toBe(expected));
});

describe('printResults', () => {
  it('shows figures, bars and details', () => {
    const text = printResults([outcome(1_000_000, [18, 19], [10])], 'npm run bench');
    expect(text).toContain('| mixed:1000000: time | ≤ 20 s | 18.50 s | PASS |');
    expect(text).toContain(
      '| mixed:1000000 | 1000000 | 1000000 | 2 | 18.50 | 18.00–19.00 | 37.0 | 3.00 | 10.00 | 20.0 | 1.00 | 1.85 |',
    );
    expect(text).toContain('| EXACT | 10000 | 9999 | 1 | 0 | 0.99990 |');
    expect(text).toContain('identical > not-booked');
    expect(text).toContain('read 1.50 s');
  });
});
