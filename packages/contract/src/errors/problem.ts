import type { Json, Metadata, MetadataFor, VariablesOf } from './define-errors.ts';
import { ERRORS, type ErrorCode, type ErrorEntry, type StatusOf } from './registry.ts';
import type { ErrorStatus } from './statuses.ts';

/** One fault of a request: one entry of `errors`. */
export interface Fault {
  readonly code: ErrorCode;
  readonly detail: string;
  /** JSON Pointer (RFC 6901) into the body; empty text is the body itself; null when the fault is not in the body. */
  readonly pointer: string | null;
  /** Name of the parameter: `userInputArgs.pan` in a body, a query or path parameter, a header in lower case. */
  readonly param: string | null;
}

type DetailOf<Code extends ErrorCode> = ErrorEntry<Code>['detail'];
type Waits<Code extends ErrorCode> = ErrorEntry<Code>['hasRetryAfter'];

interface OptionalFacts {
  /** Name of the parameter at fault; taken from `metadata.param` when that is there. */
  readonly param?: string;
  /** All faults of the request when there are several, at most `LIMITS.faults`. */
  readonly errors?: readonly Fault[];
}

/** What must be said about a failure: each variable of its sentence, and the wait if it has one (milliseconds, > 0). */
export type ProblemInput<Code extends ErrorCode> = OptionalFacts &
  ([VariablesOf<DetailOf<Code>>] extends [never]
    ? { readonly metadata?: Metadata }
    : { readonly metadata: MetadataFor<DetailOf<Code>> }) &
  (Waits<Code> extends true ? { readonly retryAfterMs: number } : unknown);

/** The input may be left out where nothing has to be said. */
export type ProblemArguments<Code extends ErrorCode> =
  Record<never, never> extends ProblemInput<Code> ? [input?: ProblemInput<Code>] : [input: ProblemInput<Code>];

/** One failure as plain frozen data, before it knows the host and the request that it is about. */
export interface Problem<Code extends ErrorCode = ErrorCode> {
  readonly code: Code;
  readonly status: StatusOf<Code>;
  readonly detail: string;
  readonly param: string | null;
  readonly errors: readonly Fault[];
  readonly metadata: Metadata;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/**
 * Makes the failure of a code. Unknown codes, a variable of the sentence without a value, and a missing wait do not
 * compile.
 *
 * @example
 * problem('rate_limit_requests', { metadata: { limit: 100, windowSeconds: 60 }, retryAfterMs: 12_000 });
 */
export function problem<Code extends ErrorCode>(code: Code, ...[input]: ProblemArguments<Code>): Problem<Code> {
  return problemOf(code, input ?? {});
}

/** The failure that the master shows as the example of a code; also what a simulated request gets. */
export function exampleProblem<Code extends ErrorCode>(code: Code): Problem<Code> {
  return problemOf(code, ERRORS[code].example);
}

interface LooseInput extends OptionalFacts {
  readonly metadata?: Metadata;
  readonly retryAfterMs?: number;
}

function problemOf<Code extends ErrorCode>(code: Code, input: LooseInput): Problem<Code> {
  const entry: ErrorEntry = ERRORS[code];
  const metadata = input.metadata ?? {};
  const named = metadata.param;
  return Object.freeze({
    code,
    status: entry.status as StatusOf<Code>, // the union of all rows forgets which row `code` picks
    detail: fillSentence(entry.detail, metadata),
    param: input.param ?? (typeof named === 'string' ? named : null),
    errors: input.errors ?? [],
    metadata,
    retryable: entry.retryable,
    retryAfterMs: entry.hasRetryAfter ? (input.retryAfterMs ?? null) : null,
  });
}

/**
 * The same failure with a wait of at least so many milliseconds; a failure without a wait stays as it is. It keeps
 * `Retry-After` from naming an earlier time than the `RateLimit` field of the same answer.
 */
export const waitingAtLeast = <Code extends ErrorCode>(failure: Problem<Code>, waitMs: number): Problem<Code> =>
  failure.retryAfterMs === null || failure.retryAfterMs >= waitMs
    ? failure
    : Object.freeze({ ...failure, retryAfterMs: waitMs });

/**
 * Puts the metadata into a sentence: `"{limit} requests"` with `{ limit: 3 }` is "3 requests". What is a sentence itself
 * and stands at the end of one does not bring a second full stop.
 */
export const fillSentence = (sentence: string, metadata: Metadata): string =>
  sentence.replace(/\{(\w+)\}(\.?)/g, (_, name: string, stop: string) => {
    const text = textOf(metadata[name]);
    return stop === '' ? text : `${text.replace(/[.\s]+$/, '')}.`;
  });

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

/** The body of every error answer (RFC 9457), flat, its members always in this order. */
export interface ProblemBody<Code extends ErrorCode = ErrorCode> {
  readonly type: string;
  readonly title: string;
  readonly status: StatusOf<Code> & ErrorStatus;
  readonly detail: string;
  readonly instance: string;
  readonly code: Code;
  readonly param: string | null;
  readonly errors: readonly Fault[];
  readonly metadata: Metadata;
  readonly requestId: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/** Where an answer is given: the public address of the server without a slash at its end, and the request's own id. */
export interface ProblemContext {
  readonly baseUrl: string;
  readonly requestId: string;
}

/** The documentation page of a code: `https://milaan.example/docs/errors/workflow_pending`. */
export const docsUrlOf = (baseUrl: string, code: ErrorCode): string => `${baseUrl}/docs/errors/${code}`;

/** The body of a failure. `JSON.stringify` of it gives the members in the order of the contract. */
export const problemBody = <Code extends ErrorCode>(
  failure: Problem<Code>,
  { baseUrl, requestId }: ProblemContext,
): ProblemBody<Code> => ({
  type: docsUrlOf(baseUrl, failure.code),
  title: ERRORS[failure.code].title,
  status: failure.status,
  detail: failure.detail,
  instance: `/integration/v1/requests/${requestId}`,
  code: failure.code,
  param: failure.param,
  errors: failure.errors,
  metadata: failure.metadata,
  requestId,
  retryable: failure.retryable,
  retryAfterMs: failure.retryAfterMs,
});
