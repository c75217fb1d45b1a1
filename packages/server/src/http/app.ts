import { RequestError } from '@hono/node-server';
import {
  EVENT_STREAM_MEDIA_TYPE,
  methodsAt,
  OPERATIONS,
  type OperationContract,
  operationsAt,
  problem,
} from '@milaan/contract';
import { Hono } from 'hono';
import { createDocsRoutes } from '../docs/docs-routes.ts';
import { isDatabaseFailure } from '../state/is-database-failure.ts';
import { StorageFailure } from '../storage/storage-failure.ts';
import type { Answer, TextAnswer } from './answer.ts';
import { followStream } from './body-stream.ts';
import { type CorsPolicy, createCors } from './cors.ts';
import { type Arrival, createExchange, type Exchange } from './exchange.ts';
import { createHealthRoutes } from './health/health-routes.ts';
import { Refusal, refuse } from './refusal.ts';
import { limitByAddress, serveOperation } from './serve-operation.ts';
import { SERVED_HANDLERS, type ServedHandler } from './served-handlers.ts';
import type { ServerContext } from './server-context.ts';

/** The server as a function from request to response; it needs no port. */
export interface App {
  fetch(request: Request, arrival?: Arrival): Promise<Response>;
  /** The answer to what was no request: bytes that HTTP cannot be read from. */
  refuseBytes(reason: string, arrival: Arrival): TextAnswer;
  /** The response to a request whose target or host make no URL. */
  onBrokenRequest(error: unknown): Response;
}

export const NOWHERE: Arrival = { address: 'unknown', onBodyWanted: null, onLongBody: null };

/** How long a caller waits before it asks for the database again: reconnecting takes less. */
const DATABASE_RETRY_AFTER_MS = 5000;

interface Bindings {
  readonly exchange: Exchange;
}
type Routes = Hono<{ Bindings: Bindings }>;

const toResponse = ({ status, headers, body }: Answer): Response =>
  // The declared type of a body leaves out views of shared memory, which no handler makes.
  new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });

const isEventStream = ({ headers }: Answer): boolean => headers['content-type'] === EVENT_STREAM_MEDIA_TYPE;

/** An answer to HEAD has the headers only; what would have come is let go. */
async function withoutBody(answer: Answer): Promise<Answer> {
  if (answer.body instanceof ReadableStream) await answer.body.cancel();
  return { ...answer, body: '' };
}

export function createApp(server: ServerContext, cors: CorsPolicy): App {
  const { answers, admission, createUlid, log, metrics, traces } = server;
  const withCors = createCors(cors);

  /** Every failure of a request becomes an answer here, and nowhere else. */
  const answerTo = (error: unknown, exchange: Exchange): Answer => {
    if (error instanceof Refusal) return answers.problem(exchange, error.problem);
    log.onFault(error, exchange.requestId);
    if (error instanceof StorageFailure) return answers.problem(exchange, error.problem);
    if (isDatabaseFailure(error)) {
      return answers.problem(exchange, problem('database_unavailable', { retryAfterMs: DATABASE_RETRY_AFTER_MS }));
    }
    return answers.problem(exchange, problem('internal_error'));
  };

  const begin = (request: Request | null, arrival: Arrival): Exchange =>
    createExchange(request, arrival, `req_${createUlid()}`);

  const onAnswer = (exchange: Exchange, answer: Answer, startedMs: number): void => {
    const durationMs = performance.now() - startedMs;
    metrics.onAnswer(exchange, answer.status, durationMs);
    log.onAnswer(exchange, answer.status, durationMs);
  };

  /** Lets a request in, sees it to its answer, whatever happens, and lets it out. */
  const answer = async (request: Request, exchange: Exchange, work: () => Promise<Answer>): Promise<Response> => {
    const startedMs = performance.now();
    const refusal = admission.refusal();
    let answered: Answer;
    if (refusal !== null) {
      answered = answers.problem(exchange, refusal);
      if (admission.isDraining) answered = { ...answered, headers: { ...answered.headers, connection: 'close' } };
    } else {
      admission.enter();
      let isUnderWay = false;
      try {
        answered = await traces.follow(exchange, request.headers.get('traceparent'), () =>
          work().catch((error: unknown) => answerTo(error, exchange)),
        );
        if (request.method === 'HEAD') answered = await withoutBody(answered);
        if (answered.body instanceof ReadableStream && !isEventStream(answered)) {
          // A file is under way until its last byte has left. A stream of events may stay open for minutes without
          // doing anything: it has a bound of its own, and a drain ends it.
          answered = { ...answered, body: followStream(answered.body, admission.leave) };
          isUnderWay = true;
        }
      } finally {
        if (!isUnderWay) admission.leave();
      }
    }
    onAnswer(exchange, answered, startedMs);
    return toResponse(withCors(request, answered));
  };

  const routes: Routes = new Hono<{ Bindings: Bindings }>();
  for (const [id, handler] of Object.entries(SERVED_HANDLERS)) {
    const operation: OperationContract | undefined = Object.values(OPERATIONS).find((one) => one.operationId === id);
    if (operation === undefined) throw new Error(`No operation is called ${id}.`);
    // Each handler is typed by its own operation; the table forgets which, the contract checks what it is given.
    const served = handler as ServedHandler;
    routes.on(operation.method, operation.path.replaceAll(/\{(\w+)\}/g, ':$1'), ({ req, env: { exchange } }) => {
      exchange.operationId = operation.operationId;
      const call = {
        operation,
        handler: served,
        request: req.raw,
        pathParams: req.param(),
        exchange,
      };
      return answer(req.raw, exchange, () => serveOperation(call, server));
    });
  }
  routes.notFound(({ req, env: { exchange } }) =>
    answer(req.raw, exchange, async () => {
      await limitByAddress(exchange, server);
      if (operationsAt(req.path).length === 0) throw refuse('route_unknown');
      const allow = methodsAt(req.path).join(', ');
      if (req.method === 'OPTIONS') return answers.success(exchange, 200, '', { allow });
      throw refuse('method_not_allowed', { metadata: { method: req.method.slice(0, 32), allow } });
    }),
  );
  routes.onError((error, { env: { exchange } }) => toResponse(answerTo(error, exchange)));

  const refuseBytes = (reason: string, arrival: Arrival): TextAnswer => {
    const exchange = begin(null, arrival);
    const answered = answers.problem(exchange, problem('request_malformed', { metadata: { reason } }));
    onAnswer(exchange, answered, performance.now());
    return answered;
  };
  const health = createHealthRoutes(server);
  const docs = createDocsRoutes(server, cors);

  return {
    async fetch(request, arrival = NOWHERE) {
      const probe = health(request);
      if (probe !== null) return probe;
      const page = docs(request);
      if (page instanceof Response) return page;
      const exchange = begin(request, arrival);
      return page === null ? routes.fetch(request, { exchange }) : answer(request, exchange, () => page(exchange));
    },
    refuseBytes,
    onBrokenRequest: (error) =>
      toResponse(
        error instanceof RequestError
          ? refuseBytes('its target or its Host is not valid', NOWHERE)
          : answerTo(error, begin(null, NOWHERE)),
      ),
  };
}
