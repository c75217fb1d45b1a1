import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchServerReady } from './bench-server.ts';

export interface Target {
  readonly port: number;
  readonly secret: string | null;
  readonly process: ChildProcess;
}

/** Starts a bench server in a process of its own. */
export function startTarget(...args: string[]): Promise<Target> {
  const script = fileURLToPath(new URL('./bench-server.js', import.meta.url));
  // The log is written, as it is in service, but to nowhere: the terminal's speed is not the server's.
  const child = fork(script, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (ready: BenchServerReady) => resolve({ ...ready, process: child }));
    child.once('exit', (code) => reject(new Error(`A bench server ended with ${code}.`)));
  });
}

/** Processor time that a server has used so far, in microseconds. */
export const cpuUsOf = ({ process: child }: Target): Promise<number> =>
  new Promise((resolve) => {
    child.once('message', (used: number) => resolve(used));
    child.send('cpu');
  });
