import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { RecordedRequest } from './recorded-request.ts';

const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

/** Much of a block repeats, so the quickest level leaves little more than the best. */
const LEVEL = 1;

/**
 * A request as JSON, without the members that are empty: most are. Put together by hand, because every request comes by:
 * a quarter of what `JSON.stringify` takes. Only names that a caller chose can hold a character that JSON escapes.
 */
function storedText(request: RecordedRequest): string {
  const { operationId, code, retryAfterMs, errors, callerRequestId, clientId, originalRequest } = request;
  let text = `{"requestId":"${request.requestId}","method":"${request.method}","status":${request.status}`;
  text += `,"durationMs":${request.durationMs}`;
  if (operationId !== null) text += `,"operationId":"${operationId}"`;
  if (clientId !== null) text += `,"clientId":"${clientId}"`;
  if (code !== null) text += `,"code":"${code}"`;
  if (retryAfterMs !== null) text += `,"retryAfterMs":${retryAfterMs}`;
  if (errors.length > 0) text += `,"errors":${JSON.stringify(errors)}`;
  if (callerRequestId !== null) text += `,"callerRequestId":${JSON.stringify(callerRequestId)}`;
  if (request.isSimulated) text += ',"isSimulated":true';
  if (originalRequest !== null) text += `,"originalRequest":"${originalRequest}"`;
  return `${text}}`;
}

const EMPTY = {
  operationId: null,
  code: null,
  retryAfterMs: null,
  errors: [],
  callerRequestId: null,
  clientId: null,
  isSimulated: false,
  originalRequest: null,
} as const;

/** The requests of a block as deflated JSON. */
export const encodeBlock = (requests: readonly RecordedRequest[]): Promise<Buffer> =>
  deflated(`[${requests.map(storedText).join(',')}]`, { level: LEVEL });

/** The request with the id out of a block, if it is in there. */
export async function findInBlock(entries: Uint8Array, requestId: string): Promise<RecordedRequest | undefined> {
  const text = (await inflated(entries)).toString();
  if (!text.includes(requestId)) return undefined;
  // `encodeBlock` wrote it; a member that an older version did not know is empty.
  const stored = JSON.parse(text) as readonly RecordedRequest[];
  const found = stored.find((request) => request.requestId === requestId);
  if (found === undefined) return undefined;
  return { ...EMPTY, ...found };
}
