import { setImmediate } from 'node:timers/promises';
import {
  type Json,
  type OperationContract,
  type Problem,
  readIdempotencyKey,
  type Simulation,
  type Status,
} from '@milaan/contract';
import type { Caller } from '../auth/caller.ts';
import type { Client } from '../state/tables.ts';
import type { Answer, BytesToAnswer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { type Effect, type HandledRequest, isProblem, JsonText } from './handler.ts';
import { readRawBody } from './read-raw-body.ts';
import { Refusal } from './refusal.ts';
import { joinOtherNodes, type KeyedRun, keepAnswer, runOnce } from './run-once.ts';
import type { OperationCall } from './serve-operation.ts';
import type { ServerContext } from './server-context.ts';

/** A call that may run: known, allowed, read and valid. */
export interface ReadyCall extends OperationCall {
  readonly caller: Caller | Client | null;
  readonly parsed: unknown;
  readonly body: Json | undefined;
  readonly simulation: Simulation;
}

/** Whether the handler writes to the database, and so runs in a transaction. */
const isWriting = ({ isKeyed, method }: OperationContract): boolean => isKeyed || method === 'DELETE';

/** Runs the handler: in a transaction where the operation writes, and once only for each key. */
export async function runHandler(call: ReadyCall, server: ServerContext): Promise<Answer> {
  if (!isWriting(call.operation)) return runBare(call, server);
  const refusal = server.admission.enterDatabase();
  if (refusal !== null) throw new Refusal(refusal);
  try {
    // The embedded database works in this thread without a pause. Whoever has arrived meanwhile is to be counted, and
    // refused if the line is full, before the next transaction and not after the last.
    if (!server.state.isShared) await setImmediate();
    return await runKeyed(call, server);
  } finally {
    server.admission.leaveDatabase();
  }
}

function runKeyed(call: ReadyCall, server: ServerContext): Promise<Answer> {
  if (!call.operation.isKeyed) return runInTransaction(call, server, null);
  const reading = readIdempotencyKey(call.request.headers.get('idempotency-key') ?? undefined);
  if (!reading.ok) throw new Refusal(reading.problem);
  if (reading.key === null) return runInTransaction(call, server, null);
  return runOnce(call, server, reading.key, (keyed) => runInTransaction(call, server, keyed));
}

async function runBare(call: ReadyCall, server: ServerContext): Promise<Answer> {
  if (call.simulation.latencyMs > 0) await server.clock.sleep(call.simulation.latencyMs);
  const effect = await effectOf(call, server);
  return answerOf(await effect({ db: server.state.db, onCommit: () => {} }), call.exchange, server);
}

async function runInTransaction(call: ReadyCall, server: ServerContext, keyed: KeyedRun | null): Promise<Answer> {
  const { state, clock } = server;
  // Not inside the transaction: with the embedded database it has the only connection.
  if (call.simulation.latencyMs > 0) await clock.sleep(call.simulation.latencyMs);
  const effect = await effectOf(call, server);
  const reactions: (() => void)[] = [];
  const onCommit = (reaction: () => void): void => void reactions.push(reaction);
  const answer = await state.db.transaction().execute(async (transaction) => {
    if (keyed !== null && state.isShared) {
      const recorded = await joinOtherNodes(transaction, keyed, call.exchange, server);
      if (recorded !== null) return recorded;
    }
    // A failure is thrown, so that the transaction is rolled back.
    const made = answerOf(await effect({ db: transaction, onCommit }), call.exchange, server);
    if (keyed !== null) await keepAnswer(transaction, keyed, made, call.exchange, new Date(clock.nowMs()));
    return made;
  });
  for (const reaction of reactions) reaction();
  return answer;
}

/** What the handler does with the database, after whatever it prepares without. @throws Refusal of its preparation */
async function effectOf(
  { operation, handler, request, parsed, caller, exchange }: ReadyCall,
  server: ServerContext,
): Promise<Effect<never>> {
  const now = new Date(server.clock.nowMs());
  // The contract has checked what the handler's own type says of the request and the caller.
  const bytes = readRawBody(request, operation.body?.limitBytes ?? 0, server.clock, exchange);
  const { requestId } = exchange;
  const handled = { request: parsed, caller, now, bytes, requestId } as unknown as HandledRequest<never>;
  if (!('prepare' in handler)) return ({ db, onCommit }) => handler({ ...handled, db, onCommit }, server);
  const effect = await handler.prepare({ ...handled, db: server.state.db }, server);
  if (typeof effect !== 'function') throw new Refusal(effect);
  return effect;
}

interface JsonOutcome {
  readonly status: Status;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What any handler may give, its own operation forgotten. */
type AnyOutcome = JsonOutcome | BytesToAnswer;

/** @throws Refusal */
function answerOf(outcome: Problem | AnyOutcome, exchange: Exchange, { answers }: ServerContext): Answer {
  if (isProblem(outcome)) throw new Refusal(outcome);
  if ('mediaType' in outcome) return answers.bytes(exchange, outcome);
  const text = outcome.body instanceof JsonText ? outcome.body.text : JSON.stringify(outcome.body);
  return answers.success(exchange, outcome.status, text, outcome.headers);
}
