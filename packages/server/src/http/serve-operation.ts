import {
  ALL_OPERATIONS,
  acceptsAnyOf,
  answerTypesOf,
  type ErrorCode,
  type Json,
  type OperationContract,
  type Problem,
  parseRequest,
  problem,
  problemOfFaults,
  readSimulation,
  SIMULATE_HEADER,
  type Simulation,
} from '@milaan/contract';
import type { Caller } from '../auth/caller.ts';
import { requireScope } from '../auth/scope.ts';
import type { Place } from '../limits/concurrency.ts';
import { overloaded } from '../limits/overload.ts';
import { type LimitAnswer, tooManyRequests } from '../limits/request-limiter.ts';
import type { Answer } from './answer.ts';
import { type ApiRequest, queryOf } from './api-request.ts';
import type { Exchange } from './exchange.ts';
import { isProblem } from './handler.ts';
import { type Identity, identify, identifyCaller } from './identify.ts';
import { limitByAddress } from './limit-by-address.ts';
import { andThen, endingWith, type MaybeLater } from './maybe-later.ts';
import type { OperationCall } from './operation-call.ts';
import { readJsonBody } from './read-json-body.ts';
import { Refusal } from './refusal.ts';
import { runHandler } from './run-handler.ts';
import type { ServerContext } from './server-context.ts';
import { simulatedProblem } from './simulated-problem.ts';

/** By operation id: this is asked for every request. */
const ANSWER_TYPES = new Map(ALL_OPERATIONS.map((operation) => [operation.operationId, answerTypesOf(operation)]));

/** What an operation reads that takes a query only, when there is none. */
const SAY_NOTHING: ReadonlyMap<OperationContract, unknown> = new Map(
  ALL_OPERATIONS.filter(({ pathParams, headers, body }) => (pathParams ?? headers ?? body) === null).flatMap(
    (operation) => {
      const parsed = parseRequest(operation, { pathParams: {}, query: [], header: () => undefined, body: undefined });
      return parsed.ok ? [[operation, Object.freeze(parsed.request)]] : [];
    },
  ),
);

const NO_SIMULATION: Simulation = { code: null, latencyMs: 0 };

/**
 * The way of every request through an operation: who is it, may it, not too often, what does it say, do it. The first
 * step that refuses ends it.
 */
export function serveOperation(call: OperationCall, server: ServerContext): MaybeLater<Answer> {
  const { operation, request, exchange } = call;
  const refuseWith = (failure: Problem) => server.answers.problem(exchange, failure);
  // Looked at before anything else is: what would be refused at the end anyway costs least here.
  if (operation.isKeyed && server.writers.isFull) return refuseWith(overloaded());
  if (operation.auth !== 'token') {
    const tooOften = limitByAddress(exchange, server);
    if (tooOften !== null) return refuseWith(tooOften);
  }
  const answerTypes = ANSWER_TYPES.get(operation.operationId) ?? [];
  if (!acceptsAnyOf(request.headers.get('accept') ?? undefined, answerTypes)) {
    const supported = answerTypes.join(', ');
    return refuseWith(problem('media_type_unsupported', { metadata: { param: 'accept', supported } }));
  }
  return andThen(identify(call, server), (identity) => {
    if (identity !== null && isProblem(identity)) return refuseWith(identity);
    const { caller } = exchange;
    if (caller === null) return proceed(call, identity, server);
    return andThen(limitCaller(exchange, caller, operation, server), (place) => {
      if (place === null) return andThen(refusalOfEnded(caller, call, server), refuseWith);
      if (isProblem(place)) return refuseWith(place);
      // Given back as soon as there is an answer: one that goes on as a stream has a bound of its own.
      return endingWith(place.leave, () => proceed(call, identity, server));
    });
  });
}

/** What the holder of a token is told that another node has ended since it was remembered here. */
function refusalOfEnded({ tokenId }: Caller, call: OperationCall, server: ServerContext): MaybeLater<Problem> {
  server.memories.tokens.forget(tokenId);
  call.exchange.caller = null;
  call.exchange.owner = null;
  return andThen(identifyCaller(call, server), (found) => {
    if (found === null || !isProblem(found)) throw new Error('A token that has ended is in force again.');
    return found;
  });
}

function proceed(call: OperationCall, identity: Identity, server: ServerContext): MaybeLater<Answer> {
  const { operation, handler, request, pathParams, exchange } = call;
  const simulation = identity?.isSandbox === true ? simulationOf(request, exchange) : NO_SIMULATION;
  if (simulation.code !== null) return simulate(simulation.code, simulation.latencyMs, exchange, server);
  const caller = identity === null ? null : identity.who;
  return andThen(bodyOf(call, server), (body) => {
    const parsed = read(call, body);
    if (request.method === 'HEAD' && operation.auth === 'clientSecret') return wouldIssue(exchange, server);
    return runHandler({ operation, handler, request, pathParams, exchange, caller, parsed, body, simulation }, server);
  });
}

/** HEAD changes nothing (RFC 9110, section 9.2.1): a token that nobody is shown would end the one in use. */
function wouldIssue(exchange: Exchange, { answers }: ServerContext): Answer {
  const { 'content-length': _, ...headers } = answers.success(exchange, 200, '').headers;
  return { status: 200, headers, body: '' };
}

async function simulate(
  code: ErrorCode,
  latencyMs: number,
  exchange: Exchange,
  { clock }: ServerContext,
): Promise<never> {
  if (latencyMs > 0) await clock.sleep(latencyMs);
  throw new Refusal(simulatedProblem(code, exchange));
}

function limitCaller(
  exchange: Exchange,
  caller: Caller,
  operation: OperationContract,
  server: ServerContext,
): MaybeLater<Place | Problem | null> {
  const nowMs = server.clock.nowMs();
  const enter = (answer: LimitAnswer | null): MaybeLater<Place | Problem | null> => {
    if (answer === null) return null;
    const { isTaken, state } = answer;
    exchange.limit = state;
    if (!isTaken) return tooManyRequests(state);
    if (operation.scope !== null) requireScope(caller, operation.scope);
    return server.concurrency.enter(caller.workspaceId, nowMs);
  };
  return andThen(server.tokenLimiter.take(caller.tokenId, nowMs), enter);
}

function simulationOf(request: ApiRequest, exchange: Exchange): Simulation {
  const header = request.headers.get(SIMULATE_HEADER);
  if (header === null) return NO_SIMULATION;
  const reading = readSimulation(header);
  if (!reading.ok) throw new Refusal(problemOfFaults([reading.fault]));
  exchange.simulation = header;
  return reading.simulation;
}

function bodyOf(
  { operation, request, exchange }: OperationCall,
  { clock }: ServerContext,
): MaybeLater<Json | undefined> {
  if (operation.body?.schema == null) return undefined;
  return readJsonBody(request, operation.body, clock, exchange.onBodyWanted);
}

/** A signed URL is used as it was given: what was added to it is no fault of its caller's parameters. */
const alteredUrl = ({ method }: OperationContract): Problem =>
  problem(method === 'PUT' ? 'upload_url_invalid' : 'file_url_invalid');

/** Every part of the request, checked by the contract. */
function read({ operation, request, pathParams }: OperationCall, body: Json | undefined): unknown {
  const query = queryOf(request.url);
  if (query === '') {
    const known = SAY_NOTHING.get(operation);
    if (known !== undefined) return known;
  }
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const parsed = parseRequest(operation, { pathParams, query: new URLSearchParams(query), header, body });
  if (!parsed.ok) throw new Refusal(operation.auth === 'signedUrl' ? alteredUrl(operation) : parsed.problem);
  return parsed.request;
}
