/** Time as the client sees it. Handed in, so that a test can move it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z; never goes back, whatever happens to the machine's clock. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Runs the action after `ms`. Returns the undo. */
  after(ms: number, action: () => void): () => void;
}

/** Timers count in 32 bits; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const after: Clock['after'] = (ms, action) => {
  const timer = setTimeout(action, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
};

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after,
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const onEnd = () => {
        cancel();
        signal.removeEventListener('abort', onEnd);
        resolve();
      };
      const cancel = after(ms, onEnd);
      signal.addEventListener('abort', onEnd);
    }),
};
