import { type Figures, figuresOf } from '../quality/figures.ts';
import { printShare } from '../quality/print-quality.ts';
import { median } from './measure.ts';
import type { SetOutcome } from './outcome.ts';

export interface BarResult {
  readonly what: string;
  readonly bar: string;
  readonly measured: string;
  readonly passed: boolean;
}

interface Limit {
  readonly seconds?: number;
  readonly gigabytes?: number;
  readonly floorRatio?: number;
}

/** Speed bars of the matching specification, by set and size. */
const SPEED: Readonly<Record<string, Limit>> = {
  'mixed:1000000': { seconds: 20, gigabytes: 4, floorRatio: 2 },
  'mixed:3000000': { seconds: 70 },
  'zipf:100000': { seconds: 5 },
  'one-supplier:20000': { seconds: 5 },
};

type Shares = Readonly<Partial<Record<keyof Figures, number>>>;

/** Quality bars, by set. Sets without a row of their own have the one for confident links alone. */
const QUALITY: Readonly<Record<string, Shares>> = {
  mixed: {
    confidentPrecision: 0.9999,
    pairPrecision: 0.998,
    pairRecall: 0.985,
    yearEndCrossers: 0.98,
    splitBills: 0.9,
    samePan: 0.95,
    numberTypo: 0.95,
  },
  hard: { confidentPrecision: 0.999, pairPrecision: 0.99, pairRecall: 0.97 },
};
const QUALITY_ELSEWHERE: Shares = { confidentPrecision: 0.9999 };

export const FIGURE_NAMES: Readonly<Record<keyof Figures, string>> = {
  confidentPrecision: 'precision of EXACT + WITHIN_TOLERANCE',
  pairPrecision: 'pair precision',
  pairRecall: 'pair recall',
  yearEndCrossers: '31 March crossers found',
  splitBills: 'split bills with all legs',
  samePan: 'same PAN, other GSTIN found',
  numberTypo: 'number typos found',
};
const FIGURE_KEYS = [
  'confidentPrecision',
  'pairPrecision',
  'pairRecall',
  'yearEndCrossers',
  'splitBills',
  'samePan',
  'numberTypo',
] as const;

export const nameOf = ({ prepared }: SetOutcome): string => `${prepared.set}:${prepared.size}`;

export const judgeBars = (outcome: SetOutcome): BarResult[] => [...speedBars(outcome), ...qualityBars(outcome)];

const speedBars = (outcome: SetOutcome): BarResult[] => {
  const name = nameOf(outcome);
  const limit = SPEED[name] ?? {};
  const seconds = median(outcome.milaan.map((one) => one.seconds));
  const gigabytes = Math.max(...outcome.milaan.map((one) => one.peakBytes)) / 1e9;
  const bars: BarResult[] = [];
  const add = (what: string, bar: number | undefined, measured: number, unit: string): void => {
    if (bar === undefined) return;
    bars.push({
      what: `${name}: ${what}`,
      bar: `≤ ${bar}${unit}`,
      measured: measured.toFixed(2) + unit,
      passed: measured <= bar,
    });
  };
  add('time', limit.seconds, seconds, ' s');
  add('peak memory', limit.gigabytes, gigabytes, ' GB');
  if (outcome.floor.length > 0) {
    add('time against the floor', limit.floorRatio, seconds / median(outcome.floor.map((one) => one.seconds)), ' ×');
  }
  return bars;
};

const qualityBars = (outcome: SetOutcome): BarResult[] => {
  const figures = figuresOf(outcome.quality);
  const bars = QUALITY[outcome.prepared.set] ?? QUALITY_ELSEWHERE;
  return FIGURE_KEYS.flatMap((key) => {
    const bar = bars[key];
    const measured = figures[key];
    if (bar === undefined) return [];
    const what = `${nameOf(outcome)}: ${FIGURE_NAMES[key]}`;
    return [{ what, bar: `≥ ${bar}`, measured: printShare(measured), passed: measured !== null && measured >= bar }];
  });
};
