import { errorOfDeadline } from '../errors/error-of-failure.ts';
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
  /** How long to wait in all, in milliseconds. */
  readonly totalTimeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
}

/** Where the server does not say when to look again. */
const USUAL_PAUSE_MS = 1000;
/** However long a server asks to wait, a task is looked at this often. */
const LONGEST_PAUSE_MS = 30_000;

/**
 * Looks at a task as often as `Retry-After` asks, until it has ended.
 * @throws {ConnectionError} `deadline_exceeded` when it has not ended in time; the task goes on
 * @throws {MilaanError} when it cannot be read
 */
export async function waitFor<Task>(waiting: Waiting<Task>): Promise<Task> {
  const { operation, clock } = waiting;
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
  try {
    for (;;) {
      const { body, hints } = await waiting.read(limit.signal).catch((error: unknown) => {
        waiting.signal?.throwIfAborted();
        throw limit.signal.aborted ? late() : error;
      });
      const task = body as Task; // what the contract says of this call
      waiting.onProgress(task);
      if (waiting.isOver(task)) return task;
      const pauseMs = Math.min(hints.retryAfterMs ?? USUAL_PAUSE_MS, LONGEST_PAUSE_MS);
      if (clock.nowMs() + pauseMs >= limit.deadlineMs) throw late();
      await clock.sleep(pauseMs, limit.signal);
      waiting.signal?.throwIfAborted();
    }
  } finally {
    limit.end();
  }
}
