import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer } from '../http/answer.ts';
import { andThen, type MaybeLater } from '../http/maybe-later.ts';
import { beginLingering, LINGER_MS } from './linger.ts';
import { hasBody } from './request-time.ts';

/** The two declarations of the web's stream, Node's and the global one, differ in name only. */
type WebStream = Parameters<typeof Readable.fromWeb>[0];

/** Of a body that nobody reads as much is taken in as a client may have sent before it could know. */
const UNREAD_BYTES = 65_536;

/**
 * Sends an answer. Where it leaves before its request has wholly come, the rest of a small body is taken in first, so that
 * the connection stays good; otherwise the answer says `Connection: close`, and the connection ends after it.
 */
export function respond(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer): MaybeLater<void> {
  // To a request that expects `100 Continue` for no body Node says `Connection: close`: what follows it has to be let in.
  const isAlone =
    !hasBody(incoming) && (answer.body instanceof ReadableStream || incoming.headers.expect === undefined);
  const isWhole = isAlone || (hasBody(incoming) && incoming.complete);
  return andThen(isWhole || takeRest(incoming, outgoing), (isClean) => send(incoming, outgoing, answer, isClean));
}

function send(incoming: IncomingMessage, outgoing: ServerResponse, answer: Answer, isClean: boolean): MaybeLater<void> {
  const { status, headers, body } = answer;
  if (body instanceof ReadableStream) return respondStream(incoming, outgoing, answer, body, isClean);
  if (isClean) {
    outgoing.writeHead(status, headers);
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(status, { ...headers, connection: 'close' });
  endLater(incoming, outgoing, body);
}

async function respondStream(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers }: Answer,
  body: ReadableStream,
  isClean: boolean,
): Promise<void> {
  outgoing.writeHead(status, isClean ? headers : { ...headers, connection: 'close' });
  // The first event of a stream may be far away; that it has begun is not.
  outgoing.flushHeaders();
  if (isClean) return pipeline(Readable.fromWeb(body as WebStream), outgoing);
  drop(incoming);
  await pipeline(Readable.fromWeb(body as WebStream), outgoing, { end: false });
  endLater(incoming, outgoing, '');
}

/** Drops what still comes of a body. Whoever was reading it stops: it would hold the rest back. */
function drop(incoming: IncomingMessage, onBytes: (length: number) => void = () => {}): void {
  incoming.removeAllListeners('data');
  incoming.on('data', (chunk: Buffer) => onBytes(chunk.length));
  incoming.on('error', () => {});
  incoming.resume();
}

/** Takes in the rest of a body that nobody has begun to read. @returns whether it has wholly come, soon and small enough */
function takeRest(incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean> {
  const announced = Number(incoming.headers['content-length'] ?? 0);
  // One that was begun is too large, too slow or broken; one that waits for `100 Continue` may never come.
  if (incoming.readableDidRead || announced > UNREAD_BYTES || incoming.headers.expect !== undefined) {
    return Promise.resolve(false);
  }
  return new Promise((resolve) => {
    let length = 0;
    const finish = () => {
      clearTimeout(timer);
      incoming.off('end', finish);
      outgoing.off('close', finish);
      resolve(incoming.complete);
    };
    const timer = setTimeout(finish, LINGER_MS);
    timer.unref();
    incoming.once('end', finish);
    outgoing.once('close', finish);
    drop(incoming, (bytes) => {
      length += bytes;
      if (length > UNREAD_BYTES) finish();
    });
  });
}

/** Node closes as soon as a last answer ends. So it ends when the client has gone, or had the time to read it. */
function endLater(incoming: IncomingMessage, outgoing: ServerResponse, body: string | Uint8Array): void {
  const { socket } = incoming;
  beginLingering(socket);
  if (body.length === 0 || incoming.method === 'HEAD') outgoing.flushHeaders();
  else outgoing.write(body);
  drop(incoming);
  const end = () => {
    clearTimeout(timer);
    if (!outgoing.writableEnded) outgoing.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  timer.unref();
  socket.once('end', end);
  outgoing.once('close', end);
}

/** Sends what is no answer of the API, whatever its size: probes, pages. */
export async function respondWith(outgoing: ServerResponse, { status, headers, body }: Response): Promise<void> {
  outgoing.writeHead(status, Object.fromEntries(headers));
  if (body === null) outgoing.end();
  else await pipeline(Readable.fromWeb(body as WebStream), outgoing);
}
