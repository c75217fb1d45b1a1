import type { IncomingMessage, Server } from 'node:http';
import { LIMITS } from '@milaan/contract';

/** Stands behind our own clock over a body of JSON, which answers better. */
const MARGIN_MS = 5000;

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** From now on the request may take as long as whoever reads its body allows. */
export function allowLongRequest(incoming: IncomingMessage): void {
  clearTimeout(timers.get(incoming));
  timers.delete(incoming);
}

/** Whether anything follows the head of a request. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/**
 * Ends a request whose body does not come to an end in time, whether anybody reads it or not, the way Node does it by
 * `requestTimeout`: as an error of the client's.
 */
export function limitRequestTime(server: Server, incoming: IncomingMessage): void {
  if (!hasBody(incoming)) return;
  const timer = setTimeout(() => {
    if (incoming.complete) return;
    const error = Object.assign(new Error('The request takes too long.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    server.emit('clientError', error, incoming.socket);
  }, LIMITS.requestMs + MARGIN_MS);
  timers.set(incoming, timer.unref());
  incoming.once('close', () => allowLongRequest(incoming));
}
