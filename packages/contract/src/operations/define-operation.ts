import type * as z from 'zod';
import type { ErrorCode } from '../errors/registry.ts';
import type { SuccessStatus } from '../errors/statuses.ts';
import type { FaultDraft } from '../request/fault-draft.ts';
import type { Scope } from './scopes.ts';

/** A header that an answer of success may carry, beside those of every answer. */
export type SuccessHeader = 'content-disposition' | 'content-length' | 'etag' | 'location' | 'retry-after';

/** A rule over several members of a body; it sees the body as it was sent and says nothing about members of wrong form. */
export type BodyRule = (body: unknown) => readonly FaultDraft[];

export interface BodyContract {
  /** Those that are read; `ANY_MEDIA_TYPE` takes any, and none at all. */
  readonly mediaTypes: readonly [string, ...string[]];
  /** Null: bytes, which are stored and not read as JSON. */
  readonly schema: z.ZodType | null;
  readonly rules: readonly BodyRule[];
  readonly limitBytes: number;
}

interface SuccessFacts {
  readonly description: string;
  readonly headers: readonly SuccessHeader[];
}

/** An answer of JSON. */
export interface JsonSuccess extends SuccessFacts {
  readonly body: z.ZodType;
}

/** An answer of bytes: a file, or a stream of events. */
export interface BytesSuccess extends SuccessFacts {
  readonly body: null;
  /** Of what comes; `ANY_MEDIA_TYPE` where it is that of the file. */
  readonly mediaType: string;
}

export type SuccessContract = JsonSuccess | BytesSuccess;

/** A media type that is not known beforehand. */
export const ANY_MEDIA_TYPE = '*/*';

/** The media type of the event stream of a workflow (WHATWG HTML, Server-sent events). */
export const EVENT_STREAM_MEDIA_TYPE = 'text/event-stream';

/** The media types in which an operation answers a request that succeeds. */
export const answerTypesOf = ({ success }: OperationContract): readonly string[] => [
  ...new Set(
    Object.values(success).map((promised) => (promised.body === null ? promised.mediaType : 'application/json')),
  ),
];

/** Everything that is promised about one call. */
export interface OperationContract {
  /** In camelCase, unique; the name of the SDK's method. */
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With parameters as `{workflowId}`. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description: string;
  /** False: agreed, but no server answers it yet, so the OpenAPI document does not list it. */
  readonly isServed: boolean;
  /** What permits the call; `none` is open to everybody. */
  readonly auth: 'token' | 'clientSecret' | 'signedUrl' | 'none';
  readonly scope: Scope | null;
  /** True for every POST: `Idempotency-Key` is accepted. */
  readonly isKeyed: boolean;
  readonly pathParams: z.ZodObject | null;
  /** Always strict: a query parameter that is not listed is `parameter_unknown`. */
  readonly query: z.ZodObject | null;
  /** The operation's own headers, names in lower case. Those of every operation are not repeated here. */
  readonly headers: z.ZodObject | null;
  readonly body: BodyContract | null;
  readonly success: Readonly<Partial<Record<SuccessStatus, SuccessContract>>>;
  /** Exactly the codes that it can answer with. */
  readonly codes: readonly ErrorCode[];
}

/** Keeps the literal types of an operation, so that its codes and statuses are known to the compiler. */
export const defineOperation = <const Operation extends OperationContract>(operation: Operation): Operation =>
  Object.freeze(operation);
