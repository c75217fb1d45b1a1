import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { LIMITS } from '@milaan/contract';
import type { App } from '../http/app.ts';
import type { Arrival } from '../http/exchange.ts';
import { allowLongRequest, limitRequestTime } from './request-time.ts';
import { answerSocketErrors } from './socket-errors.ts';

export interface Address {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/** Longer than proxies keep theirs (60 s mostly), so that never the server is the one that closes under a request. */
const KEEP_ALIVE_MS = 72_000;

const addressOf = (socket: Duplex | Socket): string =>
  'remoteAddress' in socket && typeof socket.remoteAddress === 'string' ? socket.remoteAddress : 'unknown';

/**
 * Where a request came from: what the outermost trusted proxy saw. Whatever stands before it in the header may have been
 * made up by the caller.
 */
export function callerAddress(socketAddress: string, forwardedFor: string | undefined, trustedProxies: number): string {
  if (trustedProxies === 0 || forwardedFor === undefined) return socketAddress;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  return hops.at(-trustedProxies) ?? hops[0] ?? socketAddress;
}

/** Requests whose client waits for `100 Continue` before it sends the body. */
const waiting = new WeakSet<IncomingMessage>();

function arrivalOf(incoming: IncomingMessage, outgoing: ServerResponse, trustedProxies: number): Arrival {
  const onBodyWanted = waiting.has(incoming) ? () => outgoing.writeContinue() : null;
  const onLongBody = () => allowLongRequest(incoming);
  const forwardedFor = incoming.headers['x-forwarded-for'];
  const seen = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
  return { address: callerAddress(addressOf(incoming.socket), seen, trustedProxies), onBodyWanted, onLongBody };
}

/** Puts the app on a port. Every answer that leaves it, also to bytes that are no request, is one of the app's. */
export async function listen(app: App, { host, port }: Address, trustedProxies = 0): Promise<Server> {
  const refuseBytes = (reason: string, socket: Duplex) =>
    app.refuseBytes(reason, { address: addressOf(socket), onBodyWanted: null, onLongBody: null });
  const listener = getRequestListener(
    // This server speaks HTTP/1 only, so the bindings are those of node:http.
    (request, bindings) => {
      const { incoming, outgoing } = bindings as HttpBindings;
      return app.fetch(request, arrivalOf(incoming, outgoing, trustedProxies));
    },
    { errorHandler: (error) => app.onBrokenRequest(error) },
  );
  const server = createServer(
    {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: LIMITS.headersMs,
      // Node's own is the same for every request, and an upload may take longer: see `limitRequestTime`.
      requestTimeout: 0,
      connectionsCheckingInterval: 1000,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // Node would answer a request without Host by itself, with an empty 400.
      requireHostHeader: false,
    },
    listener,
  );
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    waiting.add(incoming);
    server.emit('request', incoming, outgoing);
  });
  // Any other expectation is not met, which the standard lets a server ignore; Node would answer 417.
  server.on('checkExpectation', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    server.emit('request', incoming, outgoing);
  });
  limitRequestTime(server);
  answerSocketErrors(server, refuseBytes);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server;
}
