/** What the process exits with; the same numbers stand in the README. */
export const EXIT_CODES = {
  done: 0,
  /** Milaan failed, or the machine did (disk full, out of memory). */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** An input file was refused; nothing was written. */
  inputRefused: 3,
} as const;

/** 128 + the signal's number, as shells have it. */
export const exitCodeOfSignal = (signal: string): number => (signal === 'SIGTERM' ? 143 : 130);
