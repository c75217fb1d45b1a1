import { ALL_OPERATIONS, docsUrlOf, ERRORS, isErrorCode, isStatus, type RequestRecord } from '@milaan/contract';
import type { RecordedRequest } from '../../requests/recorded-request.ts';
import { receivedAtMs } from '../../requests/request-window.ts';

const PATHS: ReadonlyMap<string, string> = new Map(ALL_OPERATIONS.map(({ operationId, path }) => [operationId, path]));

/** A recorded request as its reader sees it: what the registry says of a code is said anew. */
export function showRequest(recorded: RecordedRequest, baseUrl: string): RequestRecord {
  const { requestId, operationId, status, retryAfterMs, errors, callerRequestId, clientId } = recorded;
  if (!isStatus(status)) throw new Error('A recorded status is not in the closed list.');
  // A node of a newer version may have written a code that this one does not know.
  const code = recorded.code !== null && isErrorCode(recorded.code) ? recorded.code : null;
  return {
    requestId,
    receivedAt: new Date(receivedAtMs(requestId)).toISOString(),
    durationMs: recorded.durationMs,
    method: recorded.method,
    operationId,
    path: operationId === null ? null : (PATHS.get(operationId) ?? null),
    status,
    code,
    title: code === null ? null : ERRORS[code].title,
    type: code === null ? null : docsUrlOf(baseUrl, code),
    retryable: code === null ? null : ERRORS[code].retryable,
    retryAfterMs,
    errors: [...errors],
    callerRequestId,
    clientId,
    isSimulated: recorded.isSimulated,
    originalRequest: recorded.originalRequest,
  };
}
