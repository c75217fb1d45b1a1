import { RequestError } from '@hono/node-server';
import { EVENT_STREAM_MEDIA_TYPE, methodsAt, nearestPath, operationsAt, problem } from '@milaan/contract';
import { getPath } from 'hono/utils/url';
import { createDocsRoutes, type DocsCall } from '../docs/docs-routes.ts';
import { isDiskFull } from '../jobs/is-disk-full.ts';
import { isDatabaseFailure } from '../state/is-database-failure.ts';
import { StorageFailure } from '../storage/storage-failure.ts';
import type { Answer, TextAnswer } from './answer.ts';
import { type ApiRequest, pathOf } from './api-request.ts';
import { followStream } from './body-stream.ts';
import { type CorsPolicy, createCors } from './cors.ts';
import { type Arrival, createExchange, type Exchange } from './exchange.ts';
import { createHealthRoutes } from './health/health-routes.ts';
import { limitByAddress } from './limit-by-address.ts';
import { andThen, type MaybeLater } from './maybe-later.ts';
import { Refusal, refuse } from './refusal.ts';
import { createOperationRouter } from './route-operations.ts';
import { serveOperation } from './serve-operation.ts';
import type { ServerContext } from './server-context.ts';

/** The server as a function from request to answer; it needs no port. */
export interface App {
  /** The answer of the API as plain data; a probe's as a `Response`. Never rejects. */
  answer(request: ApiRequest, arrival: Arrival): MaybeLater<Answer | Response>;
  /** The same as a `Response` in any case. */
  fetch(request: Request, arrival?: Arrival): Promise<Response>;
  /** The answer to what was no request: bytes that HTTP cannot be read from. */
  refuseBytes(reason: string, arrival: Arrival): TextAnswer;
  /** The answer to a request whose target or host make no URL. */
  onBrokenRequest(error: unknown): TextAnswer;
}

export const NOWHERE: Arrival = { address: 'unknown', onBodyWanted: null, onLongBody: null };

/** How long a caller waits before it comes again to a database or a disk: reconnecting takes less. */
const AWAY_RETRY_AFTER_MS = 5000;

const toResponse = ({ status, headers, body }: Answer, method: string): Response =>
  // The declared type of a body leaves out views of shared memory, which no handler makes.
  new Response(method === 'HEAD' ? null : (body as ConstructorParameters<typeof Response>[0]), { status, headers });

const lastOf = <Kind extends Answer>(answer: Kind): Kind => ({
  ...answer,
  headers: { ...answer.headers, connection: 'close' },
});

function hintOf(path: string): string {
  const nearest = nearestPath(path);
  return nearest === null ? 'all paths are listed at /docs/api' : `perhaps ${nearest} is meant`;
}

const isEventStream = ({ headers }: Answer): boolean => headers['content-type'] === EVENT_STREAM_MEDIA_TYPE;

/** An answer to HEAD has the headers only; what would have come is let go. */
async function withoutBody(answer: Answer): Promise<Answer> {
  if (answer.body instanceof ReadableStream) await answer.body.cancel().catch(() => {});
  return { ...answer, body: '' };
}

export function createApp(server: ServerContext, cors: CorsPolicy): App {
  const { answers, admission, createUlid, log, metrics, requests, traces } = server;
  const withCors = createCors(cors);
  const routeOf = createOperationRouter();
  const health = createHealthRoutes(server);
  const docs = createDocsRoutes(server, cors);

  /** Every failure of a request becomes an answer here, and nowhere else. */
  const answerTo = (error: unknown, exchange: Exchange): TextAnswer => {
    if (error instanceof Refusal) return answers.problem(exchange, error.problem);
    log.onFault(error, exchange.requestId);
    if (error instanceof StorageFailure) return answers.problem(exchange, error.problem);
    if (isDatabaseFailure(error)) {
      return answers.problem(exchange, problem('database_unavailable', { retryAfterMs: AWAY_RETRY_AFTER_MS }));
    }
    if (isDiskFull(error))
      return answers.problem(exchange, problem('storage_unavailable', { retryAfterMs: AWAY_RETRY_AFTER_MS }));
    return answers.problem(exchange, problem('internal_error'));
  };

  const begin = (request: ApiRequest | null, arrival: Arrival): Exchange =>
    createExchange(request, arrival, `req_${createUlid()}`);

  const onAnswer = (exchange: Exchange, answer: Answer, startedMs: number): void => {
    const durationMs = performance.now() - startedMs;
    requests.onAnswer(exchange, answer, durationMs);
    metrics.onAnswer(exchange, answer.status, durationMs);
    log.onAnswer(exchange, answer.status, durationMs);
  };

  /** What no operation is served at. */
  const answerElsewhere = (method: string, path: string, exchange: Exchange): Answer => {
    const tooOften = limitByAddress(exchange, server);
    if (tooOften !== null) return answers.problem(exchange, tooOften);
    if (operationsAt(path).length === 0) throw refuse('route_unknown', { metadata: { hint: hintOf(path) } });
    const allow = methodsAt(path).join(', ');
    if (method === 'OPTIONS') return answers.success(exchange, 200, '', { allow });
    throw refuse('method_not_allowed', { metadata: { method: method.slice(0, 32), allow } });
  };

  const work = (request: ApiRequest, exchange: Exchange): MaybeLater<Answer> => {
    const path = getPath(request as Request); // it reads the URL only
    const route = routeOf(request.method, path);
    if (route === null) return answerElsewhere(request.method, path, exchange);
    const { operation, handler, pathParams } = route;
    exchange.operationId = operation.operationId;
    return serveOperation({ operation, handler, pathParams, request, exchange }, server);
  };

  /** The answer, or the answer to whatever kept it from being given. */
  const orExplained = (exchange: Exchange, toDo: () => MaybeLater<Answer>): MaybeLater<Answer> => {
    const explain = (error: unknown): Answer => answerTo(error, exchange);
    try {
      const answered = toDo();
      return answered instanceof Promise ? answered.catch(explain) : answered;
    } catch (error) {
      return explain(error);
    }
  };

  /** Refuses before anything is looked at: who sheds load must spend next to nothing on it. */
  const refuseEarly = (exchange: Exchange): Answer | null => {
    const refusal = admission.refusal();
    if (refusal === null) return null;
    return answers.problem(exchange, refusal);
  };

  /** A file is under way until its last byte has left. */
  const letOut = (answered: Answer): Answer => {
    // A stream of events may stay open for minutes without doing anything: it has a bound of its own, and a drain ends it.
    if (answered.body instanceof ReadableStream && !isEventStream(answered)) {
      return { ...answered, body: followStream(answered.body, admission.leave) };
    }
    admission.leave();
    return answered;
  };

  /** Lets a request in, sees it to its answer, whatever happens, and lets it out. */
  const letThrough = (request: ApiRequest, exchange: Exchange, page: DocsCall | null): MaybeLater<Answer> => {
    admission.enter();
    const answering = orExplained(exchange, () =>
      traces.follow(exchange, request.headers, () =>
        orExplained(exchange, () => (page === null ? work(request, exchange) : page(exchange))),
      ),
    );
    return andThen(answering, (answered) =>
      request.method === 'HEAD' ? withoutBody(answered).then(letOut) : letOut(answered),
    );
  };

  const answerApi = (request: ApiRequest, arrival: Arrival, page: DocsCall | null): MaybeLater<Answer> => {
    const startedMs = performance.now();
    const exchange = begin(request, arrival);
    return andThen(refuseEarly(exchange) ?? letThrough(request, exchange, page), (answered) => {
      onAnswer(exchange, answered, startedMs);
      // Whoever asks next on this connection would find nobody.
      return withCors(request, admission.isDraining ? lastOf(answered) : answered);
    });
  };

  const answer = (request: ApiRequest, arrival: Arrival): MaybeLater<Answer | Response> => {
    const path = pathOf(request.url);
    const probe = health(path);
    if (probe !== null) return probe;
    const page = docs(path, request);
    return page instanceof Response ? page : answerApi(request, arrival, page);
  };

  const refuseBytes = (reason: string, arrival: Arrival): TextAnswer => {
    const exchange = begin(null, arrival);
    const answered = answers.problem(exchange, problem('request_malformed', { metadata: { reason } }));
    onAnswer(exchange, answered, performance.now());
    return answered;
  };

  return {
    answer,
    async fetch(request, arrival = NOWHERE) {
      const answered = await answer(request, arrival);
      if (answered instanceof Response) return answered;
      return toResponse(answered, request.method);
    },
    refuseBytes,
    onBrokenRequest: (error) =>
      error instanceof RequestError
        ? lastOf(refuseBytes('its target or its Host is not valid', NOWHERE))
        : answerTo(error, begin(null, NOWHERE)),
  };
}
