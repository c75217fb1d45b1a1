import { errorOfDeadline } from '../errors/error-of-failure.ts';
import { MilaanError, RateLimitError } from '../errors/milaan-error.ts';
import type { OperationId } from '../generated/contract.ts';
import { createCallLimit } from '../http/call-limit.ts';
import type { Success } from '../http/outcome.ts';
import type { Clock } from '../injected/clock.ts';

export interface Waiting<Task> {
  readonly operation: OperationId;
  /** Reads the task once; the server may hold the answer back until it has ended. */
  readonly read: (signal: AbortSignal) => Promise<Success>;
  readonly isOver: (task: Task) => boolean;
  readonly onProgress: (task: Task) => void;
  /** False where not even one retry is wanted. */
  readonly survivesOutages: boolean;
  /** How long to wait in all, in milliseconds. */
  readonly totalTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/** Where the server does not say when to look again. */
const USUAL_PAUSE_MS = 1000;
/** However long a server asks to wait, a task is looked at this often. */
const LONGEST_PAUSE_MS = 30_000;
/** A server that is being replaced or restarted comes back within this; the task has not suffered from it. */
const LONGEST_OUTAGE_MS = 5 * 60_000;

/** How long to wait after a look that failed; null: the failure is told. Pauses grow as the outage lasts. */
function pauseAfter(error: unknown, outageMs: number): number | null {
  if (!(error instanceof MilaanError) || !error.retryable || error instanceof RateLimitError) return null;
  if (outageMs >= LONGEST_OUTAGE_MS) return null;
  return Math.max(USUAL_PAUSE_MS, error.retryAfterMs ?? outageMs);
}

/**
 * Looks at a task as often as `Retry-After` asks, until it has ended. A server that is away for a few minutes does not
 * end the wait.
 * @throws {ConnectionError} `deadline_exceeded` when it has not ended in time; the task goes on
 * @throws {MilaanError} when it cannot be read
 */
export async function waitFor<Task>(waiting: Waiting<Task>): Promise<Task> {
  const { operation, clock, survivesOutages } = waiting;
  const limit = createCallLimit(waiting.totalTimeoutMs, waiting.signal, clock);
  const late = () =>
    errorOfDeadline({
      operation,
      idempotencyKey: null,
      attempts: [],
      stoppedBecause: 'deadline',
      retryAtMs: null,
      nowMs: clock.nowMs(),
    });
  let lastGoodMs = clock.nowMs();
  /** One look: the pause before the next, or the task that has ended. */
  const look = async (): Promise<{ readonly ended: Task } | { readonly pauseMs: number }> => {
    try {
      const { body, hints } = await waiting.read(limit.signal);
      const task = body as Task; // what the contract says of this call
      lastGoodMs = clock.nowMs();
      waiting.onProgress(task);
      return waiting.isOver(task) ? { ended: task } : { pauseMs: hints.retryAfterMs ?? USUAL_PAUSE_MS };
    } catch (error) {
      waiting.signal?.throwIfAborted();
      if (limit.signal.aborted) throw late();
      const pauseMs = survivesOutages ? pauseAfter(error, clock.nowMs() - lastGoodMs) : null;
      if (pauseMs === null) throw error;
      return { pauseMs };
    }
  };
  try {
    for (;;) {
      const looked = await look();
      if ('ended' in looked) return looked.ended;
      const pauseMs = Math.min(looked.pauseMs, LONGEST_PAUSE_MS);
      if (clock.nowMs() + pauseMs >= limit.deadlineMs) throw late();
      await clock.sleep(pauseMs, limit.signal);
      waiting.signal?.throwIfAborted();
    }
  } finally {
    limit.end();
  }
}
