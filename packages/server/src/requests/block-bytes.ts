import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { RecordedRequest } from './recorded-request.ts';

const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

/** Much of a block repeats, so the quickest level leaves little more than the best. */
const LEVEL = 1;

/** Members that are empty are left out: most are. */
const toStored = (_: string, value: unknown): unknown =>
  value === null || value === false || (Array.isArray(value) && value.length === 0) ? undefined : value;

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
  deflated(JSON.stringify(requests, toStored), { level: LEVEL });

/** The request with the id out of a block, if it is in there. */
export async function findInBlock(entries: Uint8Array, requestId: string): Promise<RecordedRequest | undefined> {
  const text = (await inflated(entries)).toString();
  if (!text.includes(requestId)) return undefined;
  // `encodeBlock` wrote it; a member that an older version did not know is empty.
  const stored = JSON.parse(text) as readonly RecordedRequest[];
  const found = stored.find((request) => request.requestId === requestId);
  if (found === undefined) return undefined;
  const request = { ...EMPTY, ...found };
  const errors = request.errors.map(({ code, pointer, param }) => ({
    code,
    pointer: pointer ?? null,
    param: param ?? null,
  }));
  return { ...request, errors };
}
