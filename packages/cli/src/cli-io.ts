/** A stream that a command writes text to. */
export interface TextSink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in characters; 80 where it is not known. */
  readonly columns: number;
}

/** Everything a command touches besides files: injected, so that a test can run a command in its own process. */
export interface CliIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted on Ctrl-C; its reason is the signal's name, `SIGINT` or `SIGTERM`. */
  readonly signal: AbortSignal;
  now(): Date;
  /** Milliseconds of a clock that never goes back. */
  monotonicMs(): number;
  /** Run when the process must end at once (second Ctrl-C). Returns the undo. */
  onForcedExit(cleanUp: () => void): () => void;
  /** How long the run may take to end after a signal before the process is ended; ten seconds unless said. */
  allowToStopIn(ms: number): void;
}
