import { type Json, type Problem, readIdempotencyKey, type Simulation, type Status } from '@milaan/contract';
import type { Caller } from '../auth/caller.ts';
import { overloaded } from '../limits/overload.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { Client } from '../state/tables.ts';
import type { Answer } from './answer.ts';
import { bodyText } from './body-text.ts';
import { isProblem } from './handler.ts';
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

/** Runs the handler: in a transaction where the operation is keyed, and once only for each key. */
export async function runHandler(call: ReadyCall, server: ServerContext): Promise<Answer> {
  if (!call.operation.isKeyed) return runBare(call, server);
  const reading = readIdempotencyKey(call.request.headers.get('idempotency-key') ?? undefined);
  if (!reading.ok) throw new Refusal(reading.problem);
  if (reading.key === null) return inLine(call, server, () => runInTransaction(call, server, null));
  return runOnce(
    call,
    server,
    reading.key,
    (findOrRun) => inLine(call, server, findOrRun),
    (keyed) => runInTransaction(call, server, keyed),
  );
}

/** Work on the database when its turn has come. */
async function inLine(call: ReadyCall, server: ServerContext, work: () => Promise<Answer>): Promise<Answer> {
  // Not in the line: who only pretends to be slow must not hold up the others.
  if (call.simulation.latencyMs > 0) await server.clock.sleep(call.simulation.latencyMs);
  const ran = server.writers.run(work);
  if (ran === null) throw new Refusal(overloaded());
  return ran;
}

async function runBare(call: ReadyCall, server: ServerContext): Promise<Answer> {
  if (call.simulation.latencyMs > 0) await server.clock.sleep(call.simulation.latencyMs);
  return invoke(call, server, server.state.db, () => {});
}

async function runInTransaction(call: ReadyCall, server: ServerContext, keyed: KeyedRun | null): Promise<Answer> {
  const { state, clock } = server;
  const reactions: (() => void)[] = [];
  const answer = await state.db.transaction().execute(async (transaction) => {
    if (keyed !== null && state.isShared) {
      const recorded = await joinOtherNodes(transaction, keyed, call.exchange, server);
      if (recorded !== null) return recorded;
    }
    const made = await invoke(call, server, transaction, (reaction) => reactions.push(reaction));
    if (keyed !== null) await keepAnswer(transaction, keyed, made, call.exchange, new Date(clock.nowMs()));
    return made;
  });
  for (const reaction of reactions) reaction();
  return answer;
}

/** The handler's answer. Its failure is thrown, so that a transaction around it is rolled back. */
async function invoke(
  { handler, parsed, caller, exchange }: ReadyCall,
  server: ServerContext,
  db: StateDatabase,
  onCommit: (reaction: () => void) => void,
): Promise<Answer> {
  const now = new Date(server.clock.nowMs());
  // The contract has checked what the handler's own type says of the request and the caller.
  const result = await handler({ request: parsed, caller, db, now, onCommit } as Parameters<typeof handler>[0], server);
  const outcome: Problem | { status: Status; body: unknown; headers?: Readonly<Record<string, string>> } = result;
  if (isProblem(outcome)) throw new Refusal(outcome);
  return server.answers.success(exchange, outcome.status, bodyText(outcome.body), outcome.headers);
}
