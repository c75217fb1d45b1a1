import type { Clock } from '../injected/clock.ts';

/** What ends a call from outside: its caller's signal, or its deadline. One signal for both. */
export interface CallLimit {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** @throws the reason of the caller's signal, if that was aborted */
  throwIfAborted(): void;
  /** Lets go of the timer and of the caller's signal. */
  end(): void;
}

export function createCallLimit(totalTimeoutMs: number, caller: AbortSignal | undefined, clock: Clock): CallLimit {
  const controller = new AbortController();
  const onAbort = () => controller.abort(caller?.reason);
  if (caller?.aborted) onAbort();
  caller?.addEventListener('abort', onAbort);
  const deadlineMs = clock.nowMs() + totalTimeoutMs;
  const cancel = clock.after(totalTimeoutMs, () => controller.abort(new Error('The time for the call is over.')));
  return {
    signal: controller.signal,
    deadlineMs,
    throwIfAborted: () => caller?.throwIfAborted(),
    end() {
      cancel();
      caller?.removeEventListener('abort', onAbort);
    },
  };
}

/** The promise, or null as soon as the signal is aborted. What comes of the promise later is nobody's business. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  let onAbort = () => {};
  const aborted = new Promise<null>((resolve) => {
    onAbort = () => resolve(null);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort);
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort));
}
