import { type OperationContract, type Problem, readIdempotencyKey, type Status } from '@milaan/contract';
import { overloaded } from '../limits/overload.ts';
import type { NewAuditEntry } from '../state/audit-entries.ts';
import { writeDown } from '../state/write-down.ts';
import type { Answer, BytesToAnswer } from './answer.ts';
import { bodyText } from './body-text.ts';
import type { Exchange } from './exchange.ts';
import { type Effect, type HandledRequest, isProblem, JsonText, type PlannedHandler, type Writing } from './handler.ts';
import { andThen, type MaybeLater } from './maybe-later.ts';
import type { ReadyCall } from './operation-call.ts';
import { readRawBody } from './read-raw-body.ts';
import { Refusal } from './refusal.ts';
import { answerOfRecord, type KeyedRun, keepOthersOut, recordOf, runOnce, tryOnce } from './run-once.ts';
import type { ServerContext } from './server-context.ts';

/** Whether the handler writes to the database, and so runs in a transaction. */
const isWriting = ({ isKeyed, method }: OperationContract): boolean => isKeyed || method === 'DELETE';

/** Runs the handler: in a transaction where the operation writes, and once only for each key. */
export function runHandler(call: ReadyCall, server: ServerContext): MaybeLater<Answer> {
  if (!isWriting(call.operation)) return runBare(call, server);
  if (!call.operation.isKeyed) return runWriting(call, server, null);
  const reading = readIdempotencyKey(call.request.headers.get('idempotency-key') ?? undefined);
  if (!reading.ok) throw new Refusal(reading.problem);
  const { handler } = call;
  if ('plan' in handler) {
    if (reading.key === null) return runPlan(handler, call, server, null);
    return tryOnce(call, server, reading.key, (keyed) => runPlan(handler, call, server, keyed));
  }
  if (reading.key === null) return runWriting(call, server, null);
  // What takes long to prepare must not be prepared in the line; nor at all, when the key has run already.
  if ('prepare' in call.handler) {
    return runOnce(
      call,
      server,
      reading.key,
      (findAndRun) => findAndRun(),
      (keyed) => runWriting(call, server, keyed),
    );
  }
  return runOnce(
    call,
    server,
    reading.key,
    (findOrRun) => inLine(call, server, findOrRun),
    async (keyed) => runInTransaction(call, server, keyed, await effectOf(call, server)),
  );
}

/** Prepares, then writes when its turn has come. */
async function runWriting(call: ReadyCall, server: ServerContext, keyed: KeyedRun | null): Promise<Answer> {
  const effect = await effectOf(call, server);
  return inLine(call, server, () => runInTransaction(call, server, keyed, effect));
}

/** Work on the database when its turn has come. */
async function inLine(call: ReadyCall, server: ServerContext, work: () => Promise<Answer>): Promise<Answer> {
  // Not in the line: who only pretends to be slow must not hold up the others.
  if (call.simulation.latencyMs > 0) await server.clock.sleep(call.simulation.latencyMs);
  const ran = server.writers.run(work);
  if (ran === null) throw new Refusal(overloaded());
  return ran;
}

/** Of an operation whose body is read as JSON, or that has none. */
const NO_BYTES: AsyncIterable<Uint8Array> = (async function* () {})();

const NO_REACTION = (): void => {};
const NOTHING_TO_AUDIT = (): never => {
  throw new Error('An operation that only reads has nothing for the audit log.');
};

function runBare(call: ReadyCall, server: ServerContext): MaybeLater<Answer> {
  const { latencyMs } = call.simulation;
  return andThen(latencyMs > 0 ? server.clock.sleep(latencyMs) : undefined, () =>
    andThen(effectOf(call, server), (effect) =>
      andThen(effect({ db: server.state.db, onCommit: NO_REACTION, audit: NOTHING_TO_AUDIT }), (outcome) =>
        answerOf(outcome, call.exchange, server),
      ),
    ),
  );
}

/** Writes in one statement what was planned, when its turn has come. */
async function runPlan(
  handler: PlannedHandler<never>,
  call: ReadyCall,
  server: ServerContext,
  keyed: KeyedRun | null,
): Promise<Answer> {
  const planned: Writing<never> | Problem = await handler.plan(forAny(handledBy(call, server)), server);
  if (isProblem(planned)) throw new Refusal(planned);
  const answer = answerOf(planned.outcome, call.exchange, server);
  const record = keyed === null ? null : recordOf(keyed, answer, call.exchange, new Date(server.clock.nowMs()));
  return inLine(call, server, async () => {
    const refused = await planned.write(server.state.db, { entries: planned.entries, record });
    if (refused !== null) throw new Refusal(refused);
    planned.onWritten();
    return answer;
  });
}

async function runInTransaction(
  call: ReadyCall,
  server: ServerContext,
  keyed: KeyedRun | null,
  effect: Effect<never>,
): Promise<Answer> {
  const running = commit(call, server, keyed, effect);
  if (keyed === null || !server.state.isShared) return running;
  return running.catch((failure: unknown) => answerOfRecord(failure, keyed, call.exchange, server));
}

async function commit(
  call: ReadyCall,
  server: ServerContext,
  keyed: KeyedRun | null,
  effect: Effect<never>,
): Promise<Answer> {
  const { state, clock } = server;
  const reactions: (() => void)[] = [];
  const entries: NewAuditEntry[] = [];
  const onCommit = (reaction: () => void): void => void reactions.push(reaction);
  const audit = (entry: NewAuditEntry): void => void entries.push(entry);
  const answer = await state.db.transaction().execute(async (transaction) => {
    if (keyed !== null && state.isShared) await keepOthersOut(transaction, keyed);
    // A failure is thrown, so that the transaction is rolled back.
    const made = answerOf(await effect({ db: transaction, onCommit, audit }), call.exchange, server);
    const record = keyed === null ? null : recordOf(keyed, made, call.exchange, new Date(clock.nowMs()));
    await writeDown(transaction, { entries, record });
    return made;
  });
  for (const reaction of reactions) reaction();
  return answer;
}

/** A request as every handler is given it; the contract has checked what the handler's own type says of it. */
function handledBy({ operation, request, parsed, caller, exchange }: ReadyCall, server: ServerContext) {
  const now = new Date(server.clock.nowMs());
  const { requestId } = exchange;
  const bytes =
    operation.body?.schema === null
      ? readRawBody(request, operation.body.limitBytes, server.clock, exchange)
      : NO_BYTES;
  return { request: parsed, caller, now, bytes, requestId, db: server.state.db };
}

/** What any handler takes, its own operation forgotten. */
const forAny = (handled: unknown) => handled as HandledRequest<never>;

/** What the handler does with the database, after whatever it prepares without. @throws Refusal of its preparation */
function effectOf(call: ReadyCall, server: ServerContext): MaybeLater<Effect<never>> {
  const { handler } = call;
  const handled = handledBy(call, server);
  if (typeof handler === 'function') {
    // Member by member: a spread costs a fifth of a GET.
    const { request, caller, now, bytes, requestId } = handled;
    return ({ db, onCommit, audit }) =>
      handler(forAny({ request, caller, now, bytes, requestId, db, onCommit, audit }), server);
  }
  if ('plan' in handler) throw new Error('What is planned runs in no transaction.');
  return handler.prepare(forAny(handled), server).then((effect) => {
    if (typeof effect !== 'function') throw new Refusal(effect);
    return effect;
  });
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
  const text = outcome.body instanceof JsonText ? outcome.body.text : bodyText(outcome.body);
  return answers.success(exchange, outcome.status, text, outcome.headers);
}
