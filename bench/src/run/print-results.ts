import { availableParallelism, totalmem } from 'node:os';
import { figuresOf } from '../quality/figures.ts';
import { printByScenario, printByType, printShare, printTable, printWrongPairs } from '../quality/print-quality.ts';
import { FIGURE_NAMES, judgeBars, nameOf } from './bars.ts';
import { type Measurement, median } from './measure.ts';
import type { SetOutcome } from './outcome.ts';

const gigabytes = (measurements: readonly Measurement[]): string =>
  (Math.max(...measurements.map((one) => one.peakBytes)) / 1e9).toFixed(2);

const processorSeconds = (measurements: readonly Measurement[]): string =>
  median(measurements.map((one) => one.processorSeconds)).toFixed(1);

/** The whole of `RESULTS.md`. */
export const printResults = (outcomes: readonly SetOutcome[], command: string): string =>
  [
    '# Benchmark results',
    `Made by \`${command}\`. Cores: ${availableParallelism()}; memory: ${Math.round(totalmem() / 1e9)} GB; Node ${process.version} on ${process.platform}.`,
    'Sets, scenarios, the judge and the floor are described in [README.md](README.md).',
    '## Bars',
    printTable(
      ['what', 'bar', 'measured', ''],
      outcomes
        .flatMap(judgeBars)
        .map(({ what, bar, measured, passed }) => [what, bar, measured, passed ? 'PASS' : 'MISS']),
    ),
    '## Time and memory',
    'Purchase register (CSV) and portal files (JSON) to `results.jsonl.gz` and `suppliers.jsonl.gz`, as a process of its own from start to exit; median of the runs, floor runs between them. Peak is the largest resident memory of any run; processor seconds are those of all threads.',
    printTimes(outcomes),
    '## Quality',
    'Undecidable vouchers are left out; `–` means that the set has no such case.',
    printFigures(outcomes),
    ...outcomes.flatMap((outcome) => [`### ${nameOf(outcome)}`, ...printDetails(outcome)]),
  ].join('\n\n');

const printTimes = (outcomes: readonly SetOutcome[]): string =>
  printTable(
    [
      'set',
      'purchase lines',
      'portal documents',
      'runs',
      'seconds',
      'range',
      'processor seconds',
      'peak GB',
      'floor seconds',
      'floor processor seconds',
      'floor peak GB',
      'ratio',
    ],
    outcomes.map((outcome) => {
      const { manifest } = outcome.prepared;
      const seconds = outcome.milaan.map((one) => one.seconds);
      const own = [
        median(seconds).toFixed(2),
        `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`,
        processorSeconds(outcome.milaan),
      ];
      const base = [
        nameOf(outcome),
        manifest.purchaseLines,
        manifest.portalDocuments,
        seconds.length,
        ...own,
        gigabytes(outcome.milaan),
      ];
      if (outcome.floor.length === 0) return [...base, '–', '–', '–', '–'];
      const floor = median(outcome.floor.map((one) => one.seconds));
      return [
        ...base,
        floor.toFixed(2),
        processorSeconds(outcome.floor),
        gigabytes(outcome.floor),
        (median(seconds) / floor).toFixed(2),
      ];
    }),
  );

const printFigures = (outcomes: readonly SetOutcome[]): string =>
  printTable(
    ['set', ...Object.values(FIGURE_NAMES)],
    outcomes.map((outcome) => [nameOf(outcome), ...Object.values(figuresOf(outcome.quality)).map(printShare)]),
  );

const printDetails = (outcome: SetOutcome): string[] => {
  const { quality, stagesMs, prepared } = outcome;
  const stages = Object.entries(stagesMs).map(([stage, ms]) => `${stage} ${(ms / 1000).toFixed(2)} s`);
  return [
    `${prepared.manifest.vouchers} vouchers, ${prepared.manifest.ambiguous} of them undecidable; in no result line: ${quality.vouchersUnseen}.${stages.length > 0 ? ` Stages of the last run: ${stages.join(', ')}.` : ''}`,
    printByType(quality),
    printByScenario(quality),
    quality.wrongPairs.size === 0 ? 'No wrong link.' : printWrongPairs(quality),
  ];
};
