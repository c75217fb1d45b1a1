import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { LIMITS } from '@milaan/contract';
import type { TextAnswer } from '../http/answer.ts';
import { beginLingering, isLingering, LINGER_MS } from './linger.ts';

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
    'connection: close',
    '',
    body,
  ].join('\r\n');

/** Answers on a bare socket and closes it. */
function closeWith(socket: Duplex, answer: TextAnswer): void {
  if (!socket.writable || socket.destroyed) return void socket.destroy();
  socket.on('error', () => {});
  socket.end(bytesOf(answer));
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

const isOpen = (outgoing: ServerResponse): boolean => !outgoing.writableFinished && !outgoing.destroyed;

/** Remembers the requests of each connection, so that the answer to its broken end comes after theirs. */
export interface FollowedSockets {
  follow(socket: Duplex, outgoing: ServerResponse): void;
}

/**
 * Answers in our own shape what Node would answer by itself with 400, 408 or 431 and no body: broken HTTP, headers that
 * are too large, requests that are too slow. A connection with earlier requests still under way gets their answers first.
 */
export function answerSocketErrors(
  server: Server,
  refuseBytes: (reason: string, socket: Duplex) => TextAnswer,
): FollowedSockets {
  // What has been answered is dropped when the next request comes: a listener for each would cost every request.
  const exchanges = new WeakMap<Duplex, ServerResponse[]>();
  const openOn = (socket: Duplex) => (exchanges.get(socket) ?? []).filter(isOpen);

  const follow = (socket: Duplex, outgoing: ServerResponse): void => {
    const before = exchanges.get(socket);
    if (before === undefined) exchanges.set(socket, [outgoing]);
    else exchanges.set(socket, [...before.filter(isOpen), outgoing]);
  };

  /** The last answer of a connection, after those to the requests before. */
  const answerLast = (socket: Duplex, reason: string): void => {
    if (isLingering(socket)) return;
    beginLingering(socket);
    const latest = exchanges.get(socket)?.at(-1);
    // Whoever has been told that the connection ends is told no more: Node ends it as soon as that answer has left.
    if (latest?.writableEnded === true && !latest.shouldKeepAlive) return;
    const others = openOn(socket);
    const broken = others.find(({ req }) => !req.complete);
    const answer = () => closeWith(socket, refuseBytes(reason, socket));
    const last = others.at(-1);
    if (broken !== undefined || last === undefined) answer();
    else last.once('close', answer);
  };

  server.on('clientError', (error: Error, socket: Duplex) => {
    const code = 'code' in error ? error.code : undefined;
    if (code === 'ECONNRESET' || code === 'EPIPE' || !socket.writable) return void socket.destroy();
    answerLast(socket, reasonOf(error));
  });

  server.on('connect', (_, socket: Duplex) => {
    // Node lets go of such a connection: whatever fails on it from now on would end the process.
    socket.on('error', () => {});
    answerLast(socket, 'it asks for a tunnel');
  });

  return { follow };
}
