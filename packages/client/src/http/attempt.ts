import type { Clock } from '../injected/clock.ts';
import { unlessAborted } from './call-limit.ts';
import { noAnswer, type Outcome, type Target } from './outcome.ts';
import { readAnswer } from './read-answer.ts';

export interface AttemptContext {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Until the whole answer is there, or of a stream its beginning, and then each of its pieces. */
  readonly timeoutMs: number;
  /** Ends the attempt from outside: the call's deadline, or its caller. */
  readonly signal: AbortSignal;
  /** The caller's own signal, which a stream heeds for as long as it lasts. */
  readonly caller: AbortSignal | undefined;
}

/** What a runtime says about a broken connection: the innermost cause is the one that helps. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

/** Sends a request once and reads its answer. Never rejects: whatever happens is an outcome. */
export async function attempt(target: Target, context: AttemptContext): Promise<Outcome> {
  const { clock, timeoutMs, signal, caller } = context;
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  let hasTimedOut = false;
  const cancelTimer = clock.after(timeoutMs, () => {
    hasTimedOut = true;
    controller.abort(new Error(`No answer within ${timeoutMs} ms.`));
  });
  const onCallerAbort = () => controller.abort(caller?.reason);
  caller?.addEventListener('abort', onCallerAbort);
  const hold = { controller, release: () => caller?.removeEventListener('abort', onCallerAbort) };
  let begun: Response | null = null;
  let keeps = false;
  const work = async (): Promise<Outcome> => {
    begun = await context.fetch(target.url, {
      method: target.method,
      headers: target.headers,
      body: target.body,
      redirect: target.followsRedirects ? 'follow' : 'manual',
      signal: controller.signal,
    });
    return readAnswer(begun, target, { clock, idleMs: timeoutMs, hold });
  };
  try {
    // Not every fetch heeds its signal at once.
    const outcome = await unlessAborted(work(), controller.signal);
    keeps = outcome?.isSuccess === true && outcome.stream !== null;
    return (
      outcome ??
      noAnswer('timed-out', hasTimedOut ? `no answer within ${timeoutMs} ms` : 'the time for the call was over')
    );
  } catch (error) {
    if (hasTimedOut) return noAnswer('timed-out', `no answer within ${timeoutMs} ms`, error);
    return noAnswer(begun === null ? 'unreachable' : 'cut-off', textOf(error), error);
  } finally {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
    if (!keeps) hold.release();
  }
}
