import { type Json, LIMITS, readJson } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import type { ApiHeaders, ApiRequest } from './api-request.ts';
import { Refusal, refuse } from './refusal.ts';
import { requireNoEncoding } from './require-no-encoding.ts';

export interface BodyToRead {
  readonly mediaTypes: readonly string[];
  readonly limitBytes: number;
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

/** Parameters other than the character set say nothing about JSON: clients of OData, for one, add some. */
function requireMediaType(headers: ApiHeaders, mediaTypes: readonly string[]): void {
  const header = headers.get('content-type') ?? '';
  const [mediaType = ''] = header.split(';');
  const isUtf8 = /^utf-?8$/i.test(CHARSET.exec(header)?.[1] ?? 'utf-8');
  if (!mediaTypes.includes(mediaType.trim().toLowerCase()) || !isUtf8) {
    const supported = `${mediaTypes.join(', ')}${isUtf8 ? '' : ' in UTF-8'}`;
    throw refuse('media_type_unsupported', { param: 'content-type', metadata: { param: 'content-type', supported } });
  }
}

const tooLarge = (limitBytes: number) => refuse('body_too_large', { metadata: { limitBytes } });
const cutOff = () => refuse('request_malformed', { metadata: { reason: 'the body ends before its announced length' } });
const tooSlow = () =>
  refuse('request_malformed', { metadata: { reason: `the body did not arrive within ${LIMITS.requestMs} ms` } });

/** Counts what comes, whatever was announced, and stops at the limit. */
async function readAtMost(body: ReadableStream<Uint8Array>, limitBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limitBytes) {
      // Not awaited: the rest may never come.
      reader.cancel().catch(() => {});
      throw tooLarge(limitBytes);
    }
    chunks.push(value);
  }
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

async function readBytes(request: ApiRequest, limitBytes: number): Promise<Uint8Array> {
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > limitBytes) throw tooLarge(limitBytes);
  // An announced length is kept by the HTTP parser, so that the body can be taken in one piece.
  if (announced !== null) return new Uint8Array(await request.arrayBuffer());
  return request.body === null ? new Uint8Array() : readAtMost(request.body, limitBytes);
}

/** Who sends its body more slowly than the limit is not waited for. */
async function inTime<T>(work: Promise<T>, clock: Clock): Promise<T> {
  const done = new AbortController();
  const late = clock.sleep(LIMITS.requestMs, done.signal).then(() => {
    if (!done.signal.aborted) throw tooSlow();
    return work;
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
    work.catch(() => {});
  }
}

/**
 * The JSON body of a request, within its limits of size, depth and time.
 * @throws Refusal `media_type_unsupported`, `body_too_large`, `body_malformed` or `request_malformed`
 */
export async function readJsonBody(
  request: ApiRequest,
  { mediaTypes, limitBytes }: BodyToRead,
  clock: Clock,
  onBodyWanted: (() => void) | null,
): Promise<Json> {
  requireMediaType(request.headers, mediaTypes);
  requireNoEncoding(request.headers);
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced <= limitBytes) onBodyWanted?.();
  const bytes = await inTime(readBytes(request, limitBytes), clock).catch((error: unknown) => {
    if (error instanceof Refusal) throw error;
    // The stream's own failures all say that the client went away or broke its framing.
    throw cutOff();
  });
  const reading = readJson(bytes);
  if (reading.ok) return reading.value;
  throw refuse('body_malformed', { metadata: { reason: reading.reason } });
}
