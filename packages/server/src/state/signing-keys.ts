import { LIMITS } from '@milaan/contract';
import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';

/** A key of HMAC-SHA256. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Buffer;
}

export interface NewSigningKey extends SigningKey {
  readonly createdAt: Date;
}

const inForce = (db: StateDatabase) =>
  db.selectFrom('signingKey').select(['id', 'secret']).where('retiredAt', 'is', null);

/** The key in force, which is the given one when there was none: at most one is, whoever asks at the same time. */
export async function ensureSigningKey(db: StateDatabase, key: NewSigningKey): Promise<SigningKey> {
  const found = await inForce(db).executeTakeFirst();
  if (found !== undefined) return found;
  await db
    .insertInto('signingKey')
    .values({ ...key, retiredAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return inForce(db).executeTakeFirstOrThrow();
}

/** A key whose signatures still count: that in force, and a retired one for as long as any URL may live. */
export async function findSigningKey(db: StateDatabase, id: string, now: Date): Promise<SigningKey | null> {
  const row = await db
    .selectFrom('signingKey')
    .select(['id', 'secret', 'retiredAt'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const isOver = row.retiredAt !== null && row.retiredAt.getTime() + LIMITS.fileUrlMs <= now.getTime();
  return isOver ? null : { id: row.id, secret: row.secret };
}

/** Puts a new key in force; the others sign no more. Other nodes follow within a minute. */
export async function replaceSigningKey(db: StateDatabase, key: NewSigningKey): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('milaan:signing-key', 0))`.execute(transaction);
    await transaction
      .updateTable('signingKey')
      .set({ retiredAt: key.createdAt })
      .where('retiredAt', 'is', null)
      .execute();
    await transaction
      .insertInto('signingKey')
      .values({ ...key, retiredAt: null })
      .execute();
  });
}
