import type { CliIo, TextSink } from './cli-io.ts';
import { exitCodeOfSignal } from './failure/exit-codes.ts';

/** How long a stopped run may take to clean up by itself before it is ended, unless it says otherwise. */
const STOP_GRACE_MS = 10_000;

const sinkOf = (stream: NodeJS.WriteStream): TextSink => ({
  write: (text) => {
    stream.write(text);
  },
  get isTerminal() {
    return stream.isTTY === true;
  },
  get columns() {
    return stream.columns ?? 80;
  },
});

/** The real process as a `CliIo`. `dispose` takes its signal handlers away again. */
export function createProcessIo(): { io: CliIo; dispose: () => void } {
  const abort = new AbortController();
  const cleanUps = new Set<() => void>();
  let graceMs = STOP_GRACE_MS;

  const forceExit = (signal: NodeJS.Signals) => {
    try {
      for (const cleanUp of cleanUps) cleanUp();
    } finally {
      process.exit(exitCodeOfSignal(signal));
    }
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (abort.signal.aborted) return forceExit(signal);
    abort.abort(signal);
    setTimeout(forceExit, graceMs, signal).unref();
  };
  // A reader that went away (`milaan … | head`) is no failure of ours.
  const onPipeError = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  };

  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.stdout.on('error', onPipeError);
  process.stderr.on('error', onPipeError);

  const io: CliIo = {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    env: process.env,
    signal: abort.signal,
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    onForcedExit: (cleanUp) => {
      cleanUps.add(cleanUp);
      return () => cleanUps.delete(cleanUp);
    },
    allowToStopIn: (ms) => {
      graceMs = ms;
    },
  };
  const dispose = () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  return { io, dispose };
}
