/** Time as the server sees it. Handed in, so that a test can move it. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const onEnd = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onEnd);
        resolve();
      };
      const timer = setTimeout(onEnd, ms);
      signal?.addEventListener('abort', onEnd);
    }),
};
