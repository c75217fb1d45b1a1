import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MILAAN = fileURLToPath(new URL('../../../packages/cli/bin/milaan.js', import.meta.url));

const start = (args: readonly string[], stdout: 'ignore' | 'pipe'): ChildProcess =>
  spawn(process.execPath, [MILAAN, ...args], { stdio: ['ignore', stdout, 'pipe'] });

/** Runs a command to its end; gives what it printed. */
export async function runMilaan(args: readonly string[]): Promise<string> {
  const child = start(args, 'pipe');
  let [printed, complaints] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`milaan ${args[0]} ended with ${code}\n${complaints}`);
  return printed;
}

export interface ServedMilaan {
  readonly url: string;
  readonly pid: number;
  readonly secret: string;
  stop(): Promise<void>;
}

/** Starts `milaan serve` with a client that may do everything. The log goes nowhere. */
export async function serveMilaan(flags: readonly string[], stateFlags: readonly string[]): Promise<ServedMilaan> {
  const created = await runMilaan([
    'client',
    'create',
    '--workspace',
    'Bench',
    '--name',
    'Bench',
    '--json',
    ...stateFlags,
  ]);
  const { secret } = JSON.parse(created) as { secret: string }; // what --json prints
  const child = start(['serve', '--port', '0', ...stateFlags, ...flags], 'ignore');
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let told = '';
    child.once('exit', (code) => reject(new Error(`milaan serve ended with ${code}\n${told}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const [, listens] = /listens on (\S+?)\. /.exec(told) ?? [];
      if (listens !== undefined) resolve(listens);
    });
  });
  return {
    url,
    secret,
    pid: child.pid ?? 0,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
