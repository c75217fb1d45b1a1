import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { LIMITS } from '@milaan/contract';
import type { TextAnswer } from '../http/answer.ts';

/** Why bytes could not be read as a request, in words that never repeat them. */
function reasonOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'HPE_HEADER_OVERFLOW') return `the headers are larger than ${LIMITS.headerBytes} bytes`;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'it did not arrive in time';
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'its chunk extensions are too large';
  return 'it is not well-formed HTTP';
}

const bytesOf = ({ status, headers, body }: TextAnswer): string =>
  [
    `HTTP/1.1 ${status} Bad Request`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');

/** How long bytes that still come are taken in and dropped, so that the answer is not lost with the connection. */
const LINGER_MS = 500;

/** Answers on a bare socket and closes it. */
export function closeWith(socket: Duplex, answer: TextAnswer): void {
  if (!socket.writable || socket.destroyed) return void socket.destroy();
  socket.on('error', () => {});
  socket.end(bytesOf(answer));
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

interface OpenExchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/**
 * Answers in our own shape what Node would answer by itself with 400, 408 or 431 and no body: broken HTTP, headers that
 * are too large, requests that are too slow. A connection with earlier requests still under way gets their answers first.
 */
export function answerSocketErrors(server: Server, refuseBytes: (reason: string, socket: Duplex) => TextAnswer): void {
  const open = new WeakMap<Duplex, Set<OpenExchange>>();
  const refused = new WeakSet<Duplex>();

  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const exchange = { incoming, outgoing };
    const onSocket = open.get(incoming.socket) ?? new Set();
    open.set(incoming.socket, onSocket.add(exchange));
    outgoing.once('close', () => onSocket.delete(exchange));
  });

  server.on('clientError', (error: Error, socket: Duplex) => {
    const code = 'code' in error ? error.code : undefined;
    if (refused.has(socket)) return;
    if (code === 'ECONNRESET' || code === 'EPIPE' || !socket.writable) return void socket.destroy();
    refused.add(socket);
    const others = [...(open.get(socket) ?? [])];
    const broken = others.find(({ incoming }) => !incoming.complete);
    // The fault is in the body of a request whose answer has begun: there is no place left for another one.
    if (broken?.outgoing.headersSent) return void socket.destroy();
    const answer = () => closeWith(socket, refuseBytes(reasonOf(error), socket));
    const last = others.at(-1);
    if (broken !== undefined || last === undefined) answer();
    else last.outgoing.once('close', answer);
  });

  server.on('connect', (_, socket: Duplex) => closeWith(socket, refuseBytes('it asks for a tunnel', socket)));
}
