import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { LIMITS } from '@milaan/contract';
import type { Answer, TextAnswer } from '../http/answer.ts';
import type { ApiRequest } from '../http/api-request.ts';
import type { App } from '../http/app.ts';
import type { Arrival } from '../http/exchange.ts';
import { andThen } from '../http/maybe-later.ts';
import { isLingering } from './linger.ts';
import { plainRequestOf } from './plain-request.ts';
import { allowLongRequest, limitRequestTime } from './request-time.ts';
import { respond, respondWith } from './respond.ts';
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
  const address = addressOf(incoming.socket);
  if (trustedProxies === 0) return { address, onBodyWanted, onLongBody };
  const forwardedFor = incoming.headers['x-forwarded-for'];
  const seen = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor;
  return { address: callerAddress(address, seen, trustedProxies), onBodyWanted, onLongBody };
}

/** A port that is listened on, and what puts an app on it: to be called before anything else is waited for. */
export interface Listening {
  readonly http: Server;
  serve(app: App, trustedProxies?: number): void;
}

const toResponse = ({ status, headers, body }: TextAnswer) => new Response(body, { status, headers });

/** The app as Node calls it. Answers go out by `respond`: a `Response` for each would cost more than the answer. */
function listenerOf(app: App, trustedProxies: number) {
  const send = (request: ApiRequest, incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const give = (answered: Answer | Response) =>
      answered instanceof Response ? respondWith(outgoing, answered) : respond(incoming, outgoing, answered);
    const explain = (error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else return respond(incoming, outgoing, app.onBrokenRequest(error));
    };
    try {
      const given = andThen(app.answer(request, arrivalOf(incoming, outgoing, trustedProxies)), give);
      if (given instanceof Promise) given.catch(explain).catch(() => outgoing.destroy());
    } catch (error) {
      void explain(error);
    }
  };
  const other = getRequestListener(
    (request, bindings) => {
      // This server speaks HTTP/1 only, so the bindings are those of node:http.
      const { incoming, outgoing } = bindings as HttpBindings;
      send(request, incoming, outgoing);
      return RESPONSE_ALREADY_SENT;
    },
    { errorHandler: (error) => toResponse(app.onBrokenRequest(error)) },
  );
  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const plain = plainRequestOf(incoming);
    // HTTP/1.0 knows no Host, and health checks of proxies still speak it.
    if (incoming.httpVersion === '1.0') incoming.headers.host ??= 'localhost';
    if (plain === null) void other(incoming, outgoing);
    else send(plain, incoming, outgoing);
  };
}

/** Listens on a port. Every answer that leaves it, also to bytes that are no request, is one of the app's. */
export async function listen({ host, port }: Address): Promise<Listening> {
  const http = createServer({
    maxHeaderSize: LIMITS.headerBytes,
    headersTimeout: LIMITS.headersMs,
    // Node's own is the same for every request, and an upload may take longer: see `limitRequestTime`.
    requestTimeout: 0,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Node would answer a request without Host by itself, with an empty 400.
    requireHostHeader: false,
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
  return { http, serve: (app, trustedProxies = 0) => serveOn(http, app, trustedProxies) };
}

function serveOn(http: Server, app: App, trustedProxies: number): void {
  const listener = listenerOf(app, trustedProxies);
  const sockets = answerSocketErrors(http, (reason, socket) =>
    app.refuseBytes(reason, { address: addressOf(socket), onBodyWanted: null, onLongBody: null }),
  );
  http.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    sockets.follow(incoming.socket, outgoing);
    limitRequestTime(http, incoming);
    if (isLingering(incoming.socket)) incoming.resume();
    else listener(incoming, outgoing);
  });
  http.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    waiting.add(incoming);
    http.emit('request', incoming, outgoing);
  });
  // Any other expectation is not met, which the standard lets a server ignore; Node would answer 417.
  http.on('checkExpectation', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    http.emit('request', incoming, outgoing);
  });
}
