import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ObservedResponse } from '@milaan/contract/conformance';
import type { WireFailure, WireOutcome, WireRequest } from './wire.ts';

/** Bounds of one exchange: until the last byte of the answer, and how many of them. */
export interface WireBounds {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

function headersOf({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    const value = rawHeaders[at + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

const CUT_OFF: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

function failureOf(error: Error): WireFailure {
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && code.startsWith('HPE_')) return 'not-http';
  return CUT_OFF.has(code) ? 'cut-off' : 'unreachable';
}

/** One request on a connection of its own. Redirects are answers like any other. */
export function sendRequest(request: WireRequest, { timeoutMs, maxBytes, signal }: WireBounds): Promise<WireOutcome> {
  const { method, url, headers, body, isChunked } = request;
  return new Promise((resolve) => {
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const framing = body === null || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = open(url, { method, headers: { ...headers, ...framing }, agent: false });
    const finish = (outcome: WireOutcome) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(outcome);
      outgoing.destroy();
    };
    const fail = (failure: WireFailure, reason: string) => finish({ failure, reason });
    const onAbort = () => fail('cut-off', 'stopped');
    const timer = setTimeout(() => fail('timed-out', `no whole answer within ${timeoutMs} ms`), timeoutMs);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    let hasBegun = false;
    outgoing.on('response', (incoming) => {
      hasBegun = true;
      read(incoming, maxBytes).then(finish);
    });
    // A server may answer and close before a large body has been written.
    outgoing.on('error', (error) => {
      if (!hasBegun) fail(failureOf(error), error.message);
    });
    write(outgoing, body, isChunked);
  });
}

function write(outgoing: ReturnType<typeof httpRequest>, body: string | null, isChunked: boolean): void {
  if (body === null || !isChunked) return void outgoing.end(body ?? undefined);
  const middle = Math.floor(body.length / 2);
  outgoing.write(body.slice(0, middle));
  outgoing.end(body.slice(middle));
}

function read(incoming: IncomingMessage, maxBytes: number): Promise<WireOutcome> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) resolve({ failure: 'too-large', reason: `the answer has more than ${maxBytes} bytes` });
      else chunks.push(chunk);
    });
    incoming.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const response: ObservedResponse = { status: incoming.statusCode ?? 0, headers: headersOf(incoming), body };
      resolve({ response });
    });
    incoming.on('error', () => resolve({ failure: 'cut-off', reason: 'the answer was cut off' }));
  });
}
