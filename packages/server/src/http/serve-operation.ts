import {
  ALL_OPERATIONS,
  acceptsAnyOf,
  answerTypesOf,
  type Json,
  type OperationContract,
  type Problem,
  parseRequest,
  problemOfFaults,
  readSimulation,
  SIMULATE_HEADER,
  type Simulation,
} from '@milaan/contract';
import { authenticate, tokenTextOf } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { CLIENT_SECRET_HEADER, identifyClient } from '../auth/identify-client.ts';
import { requireScope } from '../auth/scope.ts';
import { isPlace } from '../limits/concurrency.ts';
import { overloaded } from '../limits/overload.ts';
import { tooManyRequests } from '../limits/request-limiter.ts';
import type { Client } from '../state/tables.ts';
import type { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { readJsonBody } from './read-json-body.ts';
import { Refusal, refuse } from './refusal.ts';
import { runHandler } from './run-handler.ts';
import type { ServedHandler } from './served-handlers.ts';
import type { ServerContext } from './server-context.ts';
import { simulatedProblem } from './simulated-problem.ts';

/** One request at one operation. */
export interface OperationCall {
  readonly operation: OperationContract;
  readonly handler: ServedHandler;
  readonly request: Request;
  readonly pathParams: Readonly<Record<string, string>>;
  readonly exchange: Exchange;
}

/** By operation id: this is asked for every request. */
const ANSWER_TYPES = new Map(ALL_OPERATIONS.map((operation) => [operation.operationId, answerTypesOf(operation)]));

const NO_SIMULATION: Simulation = { code: null, latencyMs: 0 };

/**
 * The way of every request through an operation: who is it, may it, not too often, what does it say, do it. The first
 * step that refuses ends it.
 */
export async function serveOperation(call: OperationCall, server: ServerContext): Promise<Answer> {
  const { operation, request, exchange } = call;
  // Looked at before anything else is: what would be refused at the end anyway costs least here.
  if (operation.isKeyed && server.writers.isFull) throw new Refusal(overloaded());
  if (operation.auth !== 'token') await limitByAddress(exchange, server);
  const answerTypes = ANSWER_TYPES.get(operation.operationId) ?? [];
  if (!acceptsAnyOf(request.headers.get('accept') ?? undefined, answerTypes)) {
    throw refuse('media_type_unsupported', { metadata: { param: 'accept', supported: answerTypes.join(', ') } });
  }
  const identity = await identify(call, server);
  if (exchange.caller === null) return proceed(call, identity, server);
  const place = await limitCaller(exchange, exchange.caller, operation, server);
  try {
    // Given back as soon as there is an answer: one that goes on as a stream has a bound of its own.
    return await proceed(call, identity, server);
  } finally {
    place.leave();
  }
}

async function proceed(call: OperationCall, identity: Identity, server: ServerContext): Promise<Answer> {
  const { exchange } = call;
  const simulation = identity?.isSandbox === true ? simulationOf(call.request, exchange) : NO_SIMULATION;
  if (simulation.code !== null) {
    if (simulation.latencyMs > 0) await server.clock.sleep(simulation.latencyMs);
    throw new Refusal(simulatedProblem(simulation.code, exchange));
  }
  const body = await bodyOf(call, server);
  const parsed = read(call, body);
  const { operation, handler, request, pathParams } = call;
  const caller = identity === null ? null : identity.who;
  return runHandler({ operation, handler, request, pathParams, exchange, caller, parsed, body, simulation }, server);
}

type Identity = { readonly who: Caller | Client; readonly isSandbox: boolean } | null;

/** Failures to show good credentials are counted where they come from, so that they spend nobody's quota. */
async function identify({ operation, request, exchange }: OperationCall, server: ServerContext): Promise<Identity> {
  switch (operation.auth) {
    case 'token':
      try {
        const caller = await authenticate(tokenTextOf(request.headers), server);
        exchange.caller = caller;
        return { who: caller, isSandbox: caller.isSandbox };
      } catch (error) {
        if (error instanceof Refusal) await limitByAddress(exchange, server);
        throw error;
      }
    case 'clientSecret': {
      const secret = request.headers.get(CLIENT_SECRET_HEADER) ?? undefined;
      const client = await identifyClient(secret, server.state.db);
      return { who: client, isSandbox: client.mode === 'sandbox' };
    }
    default:
      return null;
  }
}

/** @throws Refusal `rate_limit_requests` */
export async function limitByAddress(exchange: Exchange, server: ServerContext): Promise<void> {
  const { isTaken, state } = await server.addressLimiter.take(exchange.address, server.clock.nowMs());
  if (isTaken) return;
  exchange.limit = state;
  throw new Refusal(tooManyRequests(state));
}

async function limitCaller(exchange: Exchange, caller: Caller, operation: OperationContract, server: ServerContext) {
  const nowMs = server.clock.nowMs();
  const taking = server.tokenLimiter.take(caller.tokenId, nowMs);
  const { isTaken, state } = taking instanceof Promise ? await taking : taking;
  exchange.limit = state;
  if (!isTaken) throw new Refusal(tooManyRequests(state));
  if (operation.scope !== null) requireScope(caller, operation.scope);
  const entering = server.concurrency.enter(caller.workspaceId, nowMs);
  const entered = entering instanceof Promise ? await entering : entering;
  if (!isPlace(entered)) throw new Refusal(entered);
  return entered;
}

function simulationOf(request: Request, exchange: Exchange): Simulation {
  const header = request.headers.get(SIMULATE_HEADER);
  if (header === null) return NO_SIMULATION;
  const reading = readSimulation(header);
  if (!reading.ok) throw new Refusal(problemOfFaults([reading.fault]));
  exchange.simulation = header;
  return reading.simulation;
}

async function bodyOf(
  { operation, request, exchange }: OperationCall,
  { clock }: ServerContext,
): Promise<Json | undefined> {
  if (operation.body?.schema == null) return undefined;
  return readJsonBody(request, operation.body, clock, exchange.onBodyWanted);
}

/** Every part of the request, checked by the contract. */
function read({ operation, request, pathParams }: OperationCall, body: Json | undefined): unknown {
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const parsed = parseRequest(operation, { pathParams, query: queryOf(request.url), header, body });
  if (!parsed.ok) throw new Refusal(parsed.problem satisfies Problem);
  return parsed.request;
}

const NO_QUERY: readonly (readonly [string, string])[] = [];

/** Most requests have no query, and none needs the rest of a URL. */
function queryOf(url: string): Iterable<readonly [string, string]> {
  const start = url.indexOf('?');
  return start === -1 ? NO_QUERY : new URLSearchParams(url.slice(start + 1));
}
