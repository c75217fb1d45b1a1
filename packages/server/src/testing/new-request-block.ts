import { encodeBlock } from '../requests/block-bytes.ts';
import type { RecordedRequest } from '../requests/recorded-request.ts';
import { windowStartOf } from '../requests/request-window.ts';
import type { RequestBlock } from '../state/request-blocks.ts';

/** A request that worked. */
export const newRecord = (requestId: string, facts: Partial<RecordedRequest> = {}): RecordedRequest => ({
  requestId,
  method: 'GET',
  operationId: 'getConfig',
  status: 200,
  code: null,
  durationMs: 0.4,
  retryAfterMs: null,
  errors: [],
  callerRequestId: null,
  clientId: null,
  isSimulated: false,
  originalRequest: null,
  ...facts,
});

/** A block that another node wrote. */
export const newRequestBlock = async ({
  requestId,
  workspaceId,
  createdAt,
}: { readonly requestId: string } & Pick<RequestBlock, 'workspaceId' | 'createdAt'>): Promise<RequestBlock> => ({
  workspaceId,
  windowStart: windowStartOf(requestId),
  id: requestId.slice('req_'.length),
  entries: await encodeBlock([newRecord(requestId)]),
  createdAt,
});
