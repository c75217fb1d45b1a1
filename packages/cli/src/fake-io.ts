import type { CliIo } from './cli-io.ts';

export interface FakeIo extends CliIo {
  /** What was written so far. */
  readonly output: { stdout: string; stderr: string };
  /** As Ctrl-C (`SIGINT`) or a stop from outside (`SIGTERM`). */
  stop(signal: string): void;
  /** Moves the monotonic clock. */
  passMs(ms: number): void;
  /** What the run asked for by `allowToStopIn`; null when it did not. */
  readonly stopsInMs: number | null;
}

/** A `CliIo` in memory for tests: its clocks stand still, or move by `passMs`. */
export function createFakeIo(
  options: { isTerminal?: boolean; columns?: number; env?: Record<string, string>; now?: string } = {},
): FakeIo {
  const output = { stdout: '', stderr: '' };
  const abort = new AbortController();
  let elapsedMs = 0;
  let stopsInMs: number | null = null;
  const sinkOf = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      output[name] += text;
    },
    isTerminal: options.isTerminal ?? false,
    columns: options.columns ?? 80,
  });
  return {
    output,
    stdout: sinkOf('stdout'),
    stderr: sinkOf('stderr'),
    env: options.env ?? {},
    signal: abort.signal,
    stop: (signal) => abort.abort(signal),
    passMs: (ms) => {
      elapsedMs += ms;
    },
    now: () => new Date(options.now ?? '2026-11-22T04:30:00Z'),
    monotonicMs: () => elapsedMs,
    onForcedExit: () => () => {},
    allowToStopIn: (ms) => {
      stopsInMs = ms;
    },
    get stopsInMs() {
      return stopsInMs;
    },
  };
}
