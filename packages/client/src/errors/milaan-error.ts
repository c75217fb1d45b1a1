import type { ErrorCode, Fault } from '../generated/contract.ts';
import type { AttemptRecord, CallName } from '../http/attempt-record.ts';
import type { StopReason } from '../retry/should-retry.ts';

/** What the client itself finds out, in the place of a code of the master. */
export type ClientCode =
  /** No answer came: the server was not reached, or the connection broke. */
  | 'connection_failed'
  /** An attempt took longer than it may. */
  | 'attempt_timed_out'
  /** The call took longer than it may in all. */
  | 'deadline_exceeded'
  /** Something else than Milaan answered, such as a proxy, or half of an answer came. */
  | 'answer_invalid';

/** Everything that is known about a call that failed. */
export interface ErrorFacts {
  readonly operation: CallName;
  readonly detail: string;
  /** Null where an answer with a status of the master has no code: it comes from a proxy in front. */
  readonly code: ErrorCode | ClientCode | null;
  /** Null where there was no answer. */
  readonly status: number | null;
  /** Leads to what the server's log knows. */
  readonly requestId: string | null;
  /** True: the same call may succeed later without anything being done. */
  readonly retryable: boolean;
  /** How long to wait from now on, in milliseconds, where somebody knows. */
  readonly retryAfterMs: number | null;
  /** The same as a moment. */
  readonly retryAt: Date | null;
  /** Every fault of the request. */
  readonly errors: readonly Fault[];
  /** The parameter at fault. */
  readonly param: string | null;
  /** Facts for programs: every variable of `detail`. */
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The documentation page of the code. */
  readonly docsUrl: string | null;
  /** Every attempt that was made, in order. */
  readonly attempts: readonly AttemptRecord[];
  /** Why it was not sent again; null where a wait of the client itself ended. */
  readonly stoppedBecause: StopReason | null;
  /** The key that all attempts had; the same call with the same key is safe to repeat. */
  readonly idempotencyKey: string | null;
}

const messageOf = ({ detail, code, requestId }: ErrorFacts): string => {
  const marks = [code, requestId].filter((mark) => mark !== null);
  return marks.length === 0 ? detail : `${detail} [${marks.join(', ')}]`;
};

/** A call that failed. Its class says what to do about it. */
export class MilaanError extends Error implements ErrorFacts {
  override name = 'MilaanError';
  readonly operation: CallName;
  readonly detail: string;
  readonly code: ErrorFacts['code'];
  readonly status: number | null;
  readonly requestId: string | null;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
  readonly retryAt: Date | null;
  readonly errors: readonly Fault[];
  readonly param: string | null;
  readonly metadata: ErrorFacts['metadata'];
  readonly docsUrl: string | null;
  readonly attempts: readonly AttemptRecord[];
  readonly stoppedBecause: StopReason | null;
  readonly idempotencyKey: string | null;

  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(messageOf(facts), options);
    this.operation = facts.operation;
    this.detail = facts.detail;
    this.code = facts.code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.retryable = facts.retryable;
    this.retryAfterMs = facts.retryAfterMs;
    this.retryAt = facts.retryAt;
    this.errors = facts.errors;
    this.param = facts.param;
    this.metadata = facts.metadata;
    this.docsUrl = facts.docsUrl;
    this.attempts = facts.attempts;
    this.stoppedBecause = facts.stoppedBecause;
    this.idempotencyKey = facts.idempotencyKey;
  }
}

/** 400: the request is wrong. Change it; `errors` lists every fault with its place. */
export class InvalidRequestError extends MilaanError {
  override name = 'InvalidRequestError';
}

/** 401: no valid permission was shown. Get a token, or a client that covers the call. */
export class AuthenticationError extends MilaanError {
  override name = 'AuthenticationError';
}

/** 402: the request was valid and failed. Do what `code` names, then call again. */
export class RequestFailedError extends MilaanError {
  override name = 'RequestFailedError';
}

/** 409: it conflicts with something else, such as a workflow that is still running. */
export class ConflictError extends MilaanError {
  override name = 'ConflictError';
}

/** 429: too much, too quickly. Call again at `retryAt`. */
export class RateLimitError extends MilaanError {
  override name = 'RateLimitError';
}

/** 5XX: a fault on the server's side. Call again later, with the same idempotency key. */
export class ServerError extends MilaanError {
  override name = 'ServerError';
}

/** No answer of Milaan came, or not in time. Whether the call had an effect is not known; its key makes repeating safe. */
export class ConnectionError extends MilaanError {
  override name = 'ConnectionError';
}
