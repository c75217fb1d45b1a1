import { type ErrorCode, type LimitState, type Problem, readCallerRequestId } from '@milaan/contract';
import type { Caller } from '../auth/caller.ts';
import type { ApiHeaders } from './api-request.ts';

/** What only the transport knows of a request. */
export interface Arrival {
  /** Where it came from, for the limit of callers without a token. */
  readonly address: string;
  /** Sends `100 Continue` to a client that waits for it before it sends its body. */
  readonly onBodyWanted: (() => void) | null;
  /** Lets the body take longer than a request otherwise may; whoever calls it watches over the body. */
  readonly onLongBody: (() => void) | null;
}

/** One request under way and what is known of it so far: what the answer's headers, the log and the metrics need. */
export interface Exchange extends Arrival {
  readonly requestId: string;
  readonly method: string;
  /** The caller's own id of it, if it gave a printable one. */
  readonly callerRequestId: string | null;
  operationId: string | null;
  caller: Caller | null;
  /** Whose request it is, once a token or a client secret has told. */
  owner: Pick<Caller, 'workspaceId' | 'clientId'> | null;
  limit: LimitState | null;
  /** The order that a sandbox caller gave, repeated in the answer. */
  simulation: string | null;
  /** Of the answer, once there is one. */
  code: ErrorCode | null;
  /** What the code was said with. */
  failure: Problem | null;
}

/** Written out member by member: this runs for every request, and a spread costs more than all the members. */
export const createExchange = (
  request: { readonly method: string; readonly headers: ApiHeaders } | null,
  { address, onBodyWanted, onLongBody }: Arrival,
  requestId: string,
): Exchange => ({
  requestId,
  method: request === null ? '' : request.method,
  address,
  onBodyWanted,
  onLongBody,
  callerRequestId: request === null ? null : readCallerRequestId(request.headers.get('x-request-id') ?? undefined),
  operationId: null,
  caller: null,
  owner: null,
  limit: null,
  simulation: null,
  code: null,
  failure: null,
});
