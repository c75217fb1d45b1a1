import { errorOfFailure } from '../errors/error-of-failure.ts';
import { AuthenticationError, ConnectionError, type MilaanError } from '../errors/milaan-error.ts';
import type { AttemptRecord } from '../http/attempt-record.ts';
import type { Machine } from '../http/call.ts';
import { type ByteStream, type Failed, noAnswer, type Success } from '../http/outcome.ts';
import type { RetryBudget } from '../retry/retry-budget.ts';
import { budgetCostOf, shouldRetry } from '../retry/should-retry.ts';
import type { ResolvedRetry } from '../settings/settings.ts';

/** What a download needs: where the file is, and how it is asked for from some byte on. */
export interface FileSource {
  /** The signed URL; asked for anew when the old one has expired. */
  readonly urlOf: () => Promise<string>;
  readonly open: (url: string, fromByte: number) => Promise<Success>;
  readonly budgetOf: (url: string) => RetryBudget;
  readonly retry: ResolvedRetry;
  readonly signal: AbortSignal | undefined;
}

/** A store says 403 where the contract has 401: the URL is no permission any more. */
const isExpired = (error: unknown): boolean =>
  error instanceof AuthenticationError || (error instanceof ConnectionError && error.status === 403);

/** How many bytes the whole file has, as the answer says; null when it does not say, or counts other bytes. */
function totalOf({ status, headers }: Success, fromByte: number): number | null {
  if (headers.has('content-encoding') || !headers.has('content-length')) return null;
  const length = Number(headers.get('content-length'));
  return Number.isSafeInteger(length) ? length + (status === 206 ? fromByte : 0) : null;
}

/** True when a 206 begins where it was asked to. */
const beginsAt = ({ headers }: Success, fromByte: number): boolean =>
  Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1] ?? fromByte) === fromByte;

/**
 * The bytes of a file. When the connection breaks it goes on where it was: by `Range` where the server has that,
 * otherwise by reading past what has come already. Retries count from the last byte that came.
 * @throws {MilaanError} when it cannot be read to its end
 */
export async function* readFile(source: FileSource, machine: Machine): AsyncGenerator<Uint8Array, void, undefined> {
  let url = await source.urlOf();
  let hasRenewed = false;
  let received = 0;
  let failuresInARow = 0;
  let attempts: AttemptRecord[] = [];
  for (;;) {
    let success: Success;
    try {
      success = await source.open(url, received);
    } catch (error) {
      if (!isExpired(error) || hasRenewed) throw error;
      hasRenewed = true;
      url = await source.urlOf();
      continue;
    }
    const { stream } = success;
    if (stream === null) throw new Error('A stream was asked for and none came.');
    const startedMs = machine.clock.nowMs();
    const isWhole = success.status !== 206;
    const total = totalOf(success, received);
    let failed: Failed | null = beginsAt(success, received) || isWhole ? null : cutOff('another part came', success);
    let skip = isWhole ? received : 0;
    try {
      while (failed === null) {
        const piece = await nextOf(stream, success);
        if (!(piece instanceof Uint8Array)) {
          if (piece !== null) failed = piece;
          else if (total !== null && received < total) failed = cutOff(`${received} of ${total} bytes came`, success);
          else return;
          break;
        }
        const fresh = piece.subarray(Math.min(skip, piece.length));
        skip -= piece.length - fresh.length;
        if (fresh.length === 0) continue;
        received += fresh.length;
        failuresInARow = 0;
        hasRenewed = false;
        yield fresh;
      }
    } finally {
      stream.cancel();
    }
    source.signal?.throwIfAborted();
    if (failuresInARow === 0) attempts = [];
    attempts.push(await decide(failed, { source, machine, url, retriesMade: failuresInARow++, startedMs, attempts }));
  }
}

const cutOff = (reason: string, { status, requestId }: Success, cause?: unknown): Failed =>
  noAnswer('cut-off', reason, cause, { status, requestId });

const nextOf = async (stream: ByteStream, success: Success): Promise<Uint8Array | Failed | null> =>
  stream
    .next()
    .catch((error: unknown) => cutOff(error instanceof Error ? error.message : String(error), success, error));

interface Break {
  readonly source: FileSource;
  readonly machine: Machine;
  readonly url: string;
  readonly retriesMade: number;
  readonly startedMs: number;
  readonly attempts: readonly AttemptRecord[];
}

/** Waits before the next attempt. @throws {MilaanError} when there is to be none */
async function decide(failed: Failed | null, about: Break): Promise<AttemptRecord> {
  const { source, machine, url, retriesMade, startedMs, attempts } = about;
  if (failed === null) throw new Error('A download ended without an outcome.');
  const { retry, signal } = source;
  const budget = source.budgetOf(url);
  budget.onFailure(budgetCostOf(failed.failure));
  const nowMs = machine.clock.nowMs();
  // The deadline is that of each request: a large file may take as long as its bytes keep coming.
  const state = {
    ...retry,
    retriesMade,
    deadlineMs: nowMs + retry.totalTimeoutMs,
    budgetTokens: budget.tokens,
    mayChangeToken: false,
  };
  const decision = shouldRetry(state, failed.failure, nowMs, machine.random());
  const record = {
    attempt: attempts.length + 1,
    startedAt: new Date(startedMs).toISOString(),
    durationMs: Math.round(nowMs - startedMs),
    end: failed.end,
    status: failed.status,
    code: null,
    requestId: failed.requestId,
    reason: failed.reason,
    waitMs: decision.action === 'retry' ? decision.waitMs : null,
  };
  if (decision.action !== 'retry')
    throw errorOf(failed, decision.action === 'stop' ? decision.reason : null, [...attempts, record], nowMs);
  retry.onRetry({ operation: 'downloadFile', failed: record, waitMs: decision.waitMs, source: decision.source });
  await machine.clock.sleep(decision.waitMs, signal ?? new AbortController().signal);
  signal?.throwIfAborted();
  return record;
}

const errorOf = (
  failed: Failed,
  stoppedBecause: Parameters<typeof errorOfFailure>[1]['stoppedBecause'],
  attempts: readonly AttemptRecord[],
  nowMs: number,
): MilaanError =>
  errorOfFailure(failed, {
    operation: 'downloadFile',
    idempotencyKey: null,
    attempts,
    stoppedBecause,
    retryAtMs: null,
    nowMs,
  });
