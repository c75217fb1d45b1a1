import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export interface Measurement {
  readonly seconds: number;
  /** Of all threads; tells work from waiting when the machine is shared. */
  readonly processorSeconds: number;
  readonly peakBytes: number;
}

const PRELOAD = pathToFileURL(fileURLToPath(new URL('./report-peak.js', import.meta.url))).href;

/** Runs a Node script as a process of its own: wall time from start to exit, and peak resident memory. */
export const measure = async (script: string, args: readonly string[], scratch: string): Promise<Measurement> => {
  const peakFile = join(scratch, '.peak');
  rmSync(peakFile, { force: true });
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', PRELOAD, script, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, MILAAN_BENCH_PEAK_FILE: peakFile },
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`${script} ended with ${code}\n${complaints}`);
  const [peakBytes = Number.NaN, processorSeconds = Number.NaN] = readFileSync(peakFile, 'utf8').split(' ').map(Number);
  return { seconds, processorSeconds, peakBytes };
};

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)];
  if (upper === undefined || lower === undefined) throw new RangeError('no values');
  return (upper + lower) / 2;
};
