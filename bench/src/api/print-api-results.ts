import type { LargeOutcome } from './run-large.ts';
import type { ManyOutcome } from './run-many.ts';
import type { UsedResources } from './watch-processes.ts';

/** What the API may add to the time of the command itself. */
const SHARE_BAR = 0.35;
const TRIGGER_BAR_MS = { embedded: 100, postgres: 50 } as const;

export type Database = keyof typeof TRIGGER_BAR_MS;

const seconds = (value: number): string => `${value.toFixed(1)} s`;
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;
const resources = (used: UsedResources | null): string =>
  used === null
    ? 'not known on this system'
    : `${seconds(used.processorSeconds)} of processor, ${gigabytes(used.peakBytes)} at the peak, all processes together`;
const verdict = (isGood: boolean): string => (isGood ? 'ok' : 'MISSED');

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

const print = (lines: readonly string[]): void => console.log(lines.join('\n'));

/** @returns whether the bar was kept */
export function printLarge(size: number, outcome: LargeOutcome): boolean {
  const { command, totalSeconds } = outcome;
  const share = (totalSeconds - command.seconds) / totalSeconds;
  const isGood = share <= SHARE_BAR;
  print([
    `${size.toLocaleString('en-IN')} documents a side, ${outcome.lines.toLocaleString('en-IN')} result lines`,
    `  upload ${seconds(outcome.uploadSeconds)}, workflow ${seconds(outcome.workflowSeconds)}, download ${seconds(outcome.downloadSeconds)}: ${seconds(totalSeconds)} in all`,
    `  the server and its jobs: ${resources(outcome.used)}`,
    `  milaan reconcile on the same files: ${seconds(command.seconds)}, ${seconds(command.processorSeconds)} of processor, ${gigabytes(command.peakBytes)}`,
    `  outside of that: ${(100 * share).toFixed(1)} % of the time (bar ${100 * SHARE_BAR} %): ${verdict(isGood)}`,
  ]);
  return isGood;
}

/** @returns whether the bars were kept */
export function printMany(outcome: ManyOutcome, connections: number, database: Database): boolean {
  const { workflows, completed, failures, triggerMs } = outcome;
  const bar = TRIGGER_BAR_MS[database];
  const p99 = quantile(triggerMs, 0.99);
  const isGood = p99 <= bar && completed === workflows;
  print([
    `${workflows} workflows of as many PANs, triggered over ${connections} connections (${database})`,
    `  trigger: p50 ${quantile(triggerMs, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms (bar ${bar} ms): ${verdict(p99 <= bar)}`,
    `  completed: ${completed} of ${workflows}: ${verdict(completed === workflows)}`,
    ...failures.slice(0, 5).map((failure) => `    ${failure}`),
    `  all done after ${seconds(outcome.totalSeconds)}; ${resources(outcome.used)}`,
  ]);
  return isGood;
}
