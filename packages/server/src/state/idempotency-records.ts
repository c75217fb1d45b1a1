import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { IdempotencyRecord } from './tables.ts';

const KEEP_RECORDS_MS = 30 * 24 * 60 * 60 * 1000;

export async function findIdempotencyRecord(
  db: StateDatabase,
  workspaceId: string,
  key: string,
): Promise<IdempotencyRecord | undefined> {
  return db
    .selectFrom('idempotencyRecord')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('key', '=', key)
    .executeTakeFirst();
}

/**
 * Takes the key until the transaction ends, on whatever node it runs. A crash frees it together with the effect.
 * @returns false when another transaction holds it
 */
export async function tryHoldKey(transaction: StateDatabase, workspaceId: string, key: string): Promise<boolean> {
  const name = `milaan:idempotency:${workspaceId}:${key}`;
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as held`.execute(transaction);
  return rows[0]?.held === true;
}

/** Forgets the records that are older than 30 days. @returns how many */
export async function forgetOldRecords(db: StateDatabase, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('idempotencyRecord')
    .where('createdAt', '<', new Date(now.getTime() - KEEP_RECORDS_MS))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
