import { hash } from 'node:crypto';
import { fingerprintText, isStatus } from '@milaan/contract';
import type { Caller } from '../auth/caller.ts';
import { findIdempotencyRecord, tryHoldKey } from '../state/idempotency-records.ts';
import { isDatabaseFailure } from '../state/is-database-failure.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { IdempotencyRecord, NewIdempotencyRecord } from '../state/tables.ts';
import type { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import type { ReadyCall } from './operation-call.ts';
import { recordedFormOf } from './recorded-forms.ts';
import { Refusal, refuse } from './refusal.ts';
import type { ServerContext } from './server-context.ts';

/** A request under the key that its caller gave it. */
export interface KeyedRun {
  readonly workspaceId: string;
  readonly key: string;
  /** Two requests with the same fingerprint mean the same. */
  readonly fingerprint: string;
}

const PARAM = { param: 'idempotency-key' } as const;
const keyInUse = () => refuse('idempotency_key_in_use', { ...PARAM, retryAfterMs: 1000 });
const keyReused = () => refuse('idempotency_key_reused', PARAM);

/** Headers of an answer that belong to what was done, and not to the request that asked for it. */
const KEPT_HEADERS = ['etag', 'location', 'retry-after'] as const;

function fingerprintOf({ operation, request, body }: ReadyCall, { pans }: Caller): string {
  const names = Object.keys(operation.headers?.shape ?? {});
  const headers = Object.fromEntries(names.map((name) => [name, request.headers.get(name) ?? undefined]));
  const text = fingerprintText({ method: operation.method, path: new URL(request.url).pathname, body, headers });
  // Who covers some PANs only must not be given, by a replay, what it could not have asked for itself.
  return hash('sha256', pans === null ? text : `${text} ${JSON.stringify([...pans].sort())}`);
}

/** Does work under a key that no other request of this node has meanwhile. @throws Refusal */
async function underKey(
  call: ReadyCall,
  { keysInUse }: ServerContext,
  key: string,
  work: (keyed: KeyedRun) => Promise<Answer>,
): Promise<Answer> {
  const { caller } = call.exchange;
  if (caller === null) throw new Error('A keyed operation needs a caller to whom the key belongs.');
  const keyed: KeyedRun = { workspaceId: caller.workspaceId, key, fingerprint: fingerprintOf(call, caller) };
  const entered = keysInUse.enter(keyed.workspaceId, key, keyed.fingerprint);
  if ('by' in entered) throw entered.by === keyed.fingerprint ? keyInUse() : keyReused();
  try {
    return await work(keyed);
  } finally {
    entered.leave();
  }
}

/**
 * Runs a keyed call unless its key has run already: then it answers as it did then. Looking and running are one visit to
 * the database, for which `inLine` finds the turn.
 * @throws Refusal `idempotency_key_in_use` or `idempotency_key_reused`
 */
export const runOnce = (
  call: ReadyCall,
  server: ServerContext,
  key: string,
  inLine: (work: () => Promise<Answer>) => Promise<Answer>,
  run: (keyed: KeyedRun) => Promise<Answer>,
): Promise<Answer> =>
  underKey(call, server, key, (keyed) =>
    inLine(async () => {
      const record = await findIdempotencyRecord(server.state.db, keyed.workspaceId, key);
      return record === undefined ? run(keyed) : replay(record, keyed, call.exchange, server, server.state.db);
    }),
  );

/**
 * The same for a run that leaves nothing behind when the record of its key is there: most keys are new, so it looks for
 * the record only when the run fails.
 * @throws Refusal `idempotency_key_in_use` or `idempotency_key_reused`
 */
export const tryOnce = (
  call: ReadyCall,
  server: ServerContext,
  key: string,
  run: (keyed: KeyedRun) => Promise<Answer>,
): Promise<Answer> =>
  underKey(call, server, key, (keyed) =>
    run(keyed).catch((failure: unknown) => answerOfRecord(failure, keyed, call.exchange, server)),
  );

async function replay(
  record: IdempotencyRecord,
  keyed: KeyedRun,
  exchange: Exchange,
  { answers }: ServerContext,
  db: StateDatabase,
): Promise<Answer> {
  if (record.fingerprint !== keyed.fingerprint) throw keyReused();
  if (!isStatus(record.status)) throw new Error('A recorded status is not in the closed list.');
  const form = recordedFormOf(exchange.operationId);
  const body = form === undefined ? record.body : await form.restore(record.body, keyed.workspaceId, db);
  if (typeof body !== 'string') throw new Refusal(body);
  return answers.success(exchange, record.status, body, {
    ...record.headers,
    'idempotent-replayed': 'true',
    'original-request': record.requestId,
  });
}

/** Keeps the nodes from running one key at the same time, by a lock that ends with the transaction. @throws Refusal */
export async function keepOthersOut(transaction: StateDatabase, { workspaceId, key }: KeyedRun): Promise<void> {
  if (!(await tryHoldKey(transaction, workspaceId, key))) throw keyInUse();
}

/**
 * The key may have been finished, by another node or long ago, since a run under it began. Then its record keeps this run
 * from keeping its own, or its effect has made this one fail: nothing of this run stays, and what was answered counts.
 * @throws the failure, when it was not for that
 */
export async function answerOfRecord(
  failure: unknown,
  keyed: KeyedRun,
  exchange: Exchange,
  server: ServerContext,
): Promise<Answer> {
  if (isDatabaseFailure(failure)) throw failure;
  const record = await findIdempotencyRecord(server.state.db, keyed.workspaceId, keyed.key);
  if (record === undefined) throw failure;
  return replay(record, keyed, exchange, server, server.state.db);
}

/** What is kept of an answer, in the transaction of its effect. */
export function recordOf(
  keyed: KeyedRun,
  { status, body, headers }: Answer,
  { requestId, operationId }: Exchange,
  createdAt: Date,
): NewIdempotencyRecord {
  const keptHeaders = Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
  if (typeof body !== 'string') throw new Error('An answer that is repeated later has to be text.');
  const kept = recordedFormOf(operationId)?.keep(body) ?? body;
  return { ...keyed, status, body: kept, headers: JSON.stringify(keptHeaders), requestId, createdAt };
}
