import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const SAMPLES = join(ROOT, 'packages/cli/samples');
export const TALLY_REGISTER = join(SAMPLES, 'tally/purchase-register-tally-102026.csv');
export const TALLY_PORTAL = join(SAMPLES, 'tally/gstr2b-27AAACA1111A1ZS-102026.json');
export const DEMO_REGISTER = join(SAMPLES, 'purchases-aug-to-oct-2026.csv');
export const DEMO_PORTAL = join(SAMPLES, 'gstr2b');

const BIN = join(ROOT, 'packages/cli/bin/milaan.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MilaanOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with everything on stderr so far, each time more comes; may stop the process. */
  readonly onStderr?: (stderr: string, stop: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the built command in a process of its own, as a person would. */
export async function runMilaanProcess(args: readonly string[], options: MilaanOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    options.onStderr?.(stderr, (signal) => child.kill(signal));
  });
  await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr };
}

/** The arguments of a run that is judged on a fixed day. */
export const reconcileRun = (
  { purchases, portal, out }: { readonly purchases: readonly string[]; readonly portal: string; readonly out: string },
  ...more: readonly string[]
): string[] => {
  const files = ['--purchases', ...purchases, '--portal', portal, '--out', out];
  return ['reconcile', ...files, '--as-of', '2026-11-22', ...more];
};

/** The same over the Tally sample. */
export const tallyRun = (out: string, ...more: string[]): string[] =>
  reconcileRun({ purchases: [TALLY_REGISTER], portal: TALLY_PORTAL, out }, ...more);

/** The same over the demo's sample. */
export const demoRun = (out: string, ...more: string[]): string[] =>
  reconcileRun({ purchases: [DEMO_REGISTER], portal: DEMO_PORTAL, out }, ...more);
