import type { AttemptRecord, CallName } from '../http/attempt-record.ts';
import type { Failed } from '../http/outcome.ts';
import type { StopReason } from '../retry/should-retry.ts';
import {
  AuthenticationError,
  type ClientCode,
  ConflictError,
  ConnectionError,
  type ErrorFacts,
  InvalidRequestError,
  type MilaanError,
  RateLimitError,
  RequestFailedError,
  ServerError,
} from './milaan-error.ts';

/** What the call knows beside its last failure. */
export interface FailedCall {
  readonly operation: CallName;
  readonly idempotencyKey: string | null;
  readonly attempts: readonly AttemptRecord[];
  readonly stoppedBecause: StopReason | null;
  /** When it would make sense to call again, in milliseconds since 1970. */
  readonly retryAtMs: number | null;
  readonly nowMs: number;
}

const CLASSES: Readonly<Record<number, new (facts: ErrorFacts, options?: ErrorOptions) => MilaanError>> = {
  400: InvalidRequestError,
  401: AuthenticationError,
  402: RequestFailedError,
  409: ConflictError,
  429: RateLimitError,
};

/** The class for a status; a status that the master does not have comes from something in between. */
const classOf = (status: number) => CLASSES[status] ?? (status >= 500 ? ServerError : ConnectionError);

const CODES: Readonly<Record<Exclude<Failed['end'], 'answered'>, ClientCode>> = {
  unreachable: 'connection_failed',
  'cut-off': 'connection_failed',
  'timed-out': 'attempt_timed_out',
  garbled: 'answer_invalid',
};

const STOPPED: Readonly<Record<StopReason, string>> = {
  'not-retryable': '',
  'retries-used-up': '',
  'budget-used-up': ' Not sent again: too much has failed at this server lately.',
  'wait-too-long': ' The wait is longer than this client waits.',
  deadline: ' Not sent again: the time for the call is over.',
};

const dateOf = (ms: number | null): Date | null =>
  ms === null || Number.isNaN(new Date(ms).getTime()) ? null : new Date(ms);

/** The error for the last failure of a call. */
export function errorOfFailure(failed: Failed, call: FailedCall): MilaanError {
  const { failure, problem } = failed;
  const retryAt = dateOf(call.retryAtMs);
  const known = {
    operation: call.operation,
    status: failed.status,
    requestId: failed.requestId,
    retryAt,
    retryAfterMs: call.retryAtMs === null ? null : Math.max(0, call.retryAtMs - call.nowMs),
    errors: problem?.errors ?? [],
    param: problem?.param ?? null,
    metadata: problem?.metadata ?? {},
    docsUrl: problem?.type || null,
    attempts: call.attempts,
    stoppedBecause: call.stoppedBecause,
    idempotencyKey: call.idempotencyKey,
  };
  const when = retryAt === null ? '' : ` It makes sense to call again from ${retryAt.toISOString()}.`;
  const stopped = call.stoppedBecause === null ? '' : STOPPED[call.stoppedBecause] + when;
  const options = failed.cause === undefined ? undefined : { cause: failed.cause };
  if (failure.kind === 'answer') {
    const isOfMaster = failure.status in CLASSES || failure.status >= 500;
    const retryable = failure.hints.shouldRetry ?? (failure.status === 429 || failure.status >= 500);
    const detail = `${problem?.detail ?? `${call.operation} was answered with ${failed.reason}.`}${stopped}`;
    const code = problem?.code ?? (isOfMaster ? null : 'answer_invalid');
    return new (classOf(failure.status))({ ...known, code, detail, retryable }, options);
  }
  const ended = failed.end === 'answered' ? 'answer_invalid' : CODES[failed.end];
  const code = call.stoppedBecause === 'deadline' ? 'deadline_exceeded' : ended;
  const detail = `${call.operation} got no answer: ${failed.reason}.${stopped}`;
  return new ConnectionError({ ...known, code, detail, retryable: true }, options);
}

/** The error of a call whose time was over before it could be sent at all. */
export const errorOfDeadline = (call: FailedCall): MilaanError =>
  new ConnectionError({
    operation: call.operation,
    code: 'deadline_exceeded',
    detail: `The time for ${call.operation} was over before it was answered.`,
    status: null,
    requestId: null,
    retryable: true,
    retryAfterMs: null,
    retryAt: null,
    errors: [],
    param: null,
    metadata: {},
    docsUrl: null,
    attempts: call.attempts,
    stoppedBecause: 'deadline',
    idempotencyKey: call.idempotencyKey,
  });
