import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../packages/server/src/testing/free-port.ts';
import { ROOT } from '../support/milaan-process.ts';
import { pause } from './seeded.ts';

export interface ServerToKill {
  /** Where it listens while it lives, without a slash at its end. */
  readonly url: string;
  /** Starts it unless it runs; resolves when it listens. */
  start(): Promise<void>;
  /** Starts it, lets it live for so long, and kills it. `isStarting`: the time counts from its start, not from when it listens. */
  liveFor(ms: number, isStarting: boolean): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Ends it as an operator would. @returns its exit code */
  stop(): Promise<number | null>;
  kill(): Promise<void>;
  /** Faults of its own that it logged, by their names. */
  readonly faults: string[];
}

/** A `milaan serve` on a port of its own that comes back there. */
export async function createServerToKill(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerToKill> {
  const port = await freePort();
  const bin = join(ROOT, 'packages/cli/bin/milaan.js');
  const args = [bin, 'serve', '--port', String(port), '--log-level', 'error', ...flags];
  const faults: string[] = [];
  let child: ChildProcess | null = null;
  let listens: Promise<void> = Promise.resolve();

  const spawnServer = (): ChildProcess => {
    const made = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...env },
    });
    let said = '';
    listens = new Promise((resolve) => {
      made.stderr.on('data', (text) => {
        said += String(text);
        if (said.includes('listens on')) resolve();
      });
      made.once('exit', () => resolve());
    });
    made.stdout.on('data', (text) =>
      faults.push(
        ...String(text)
          .split('\n')
          .filter((line) => line.includes('"fault"')),
      ),
    );
    made.once('exit', (code, signal) => {
      if (signal === null && code !== 0) faults.push(`exit ${code}: ${said.slice(-500)}`);
      if (child === made) child = null;
    });
    return made;
  };
  const running = (): ChildProcess => {
    child ??= spawnServer();
    return child;
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    if (ending === null) return null;
    const exited = once(ending, 'exit');
    ending.kill(signal);
    await exited;
    return ending.exitCode;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    async start() {
      running();
      await listens;
      if (child === null) throw new Error(`The server did not start: ${faults.at(-1)}`);
    },
    async liveFor(ms, isStarting) {
      running();
      if (!isStarting) await listens;
      await pause(ms);
      await end('SIGKILL');
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}
