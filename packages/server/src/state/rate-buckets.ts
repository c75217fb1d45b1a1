import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import { statement } from './statement.ts';

/** How the bucket answered; `level` is what is left, in requests. */
export interface BucketAnswer {
  readonly isTaken: boolean;
  readonly level: number;
}

export interface BucketToTake {
  readonly tokenId: string;
  readonly size: number;
  readonly perMs: number;
  readonly nowMs: number;
}

/** Fractions of fractions may sum to a hair under 1 at the very millisecond that was promised. */
const ONE = 1 - 1e-9;

/** Fills the bucket of a token in force for the time gone by and takes one request from it when there is one. */
const taking = statement((db, { tokenId, size, level, perMs, nowMs }: BucketToTake & { readonly level: number }) => {
  // A node whose clock lags must not fill the bucket twice: time only goes forward.
  const goneMs = sql<number>`greatest(0, ${nowMs}::float8 - ${sql.ref('rateBucket.filledAtMs')})`;
  const filled = sql<number>`least(${size}::float8, ${sql.ref('rateBucket.level')} + ${perMs}::float8 * ${goneMs})`;
  return db
    .insertInto('rateBucket')
    .columns(['tokenId', 'level', 'filledAtMs', 'isTaken'])
    .expression(
      db
        .selectFrom('accessToken')
        .where('id', '=', tokenId)
        .where('revokedAt', 'is', null)
        .select([
          'id',
          sql<number>`${level}::float8`.as('level'),
          sql<number>`${nowMs}::float8`.as('filledAtMs'),
          sql<boolean>`true`.as('isTaken'),
        ]),
    )
    .onConflict((conflict) =>
      conflict.column('tokenId').doUpdateSet({
        level: sql<number>`case when ${filled} >= ${ONE} then greatest(0, ${filled} - 1) else ${filled} end`,
        isTaken: sql<boolean>`${filled} >= ${ONE}`,
        filledAtMs: sql<number>`greatest(${sql.ref('rateBucket.filledAtMs')}, ${nowMs}::float8)`,
      }),
    )
    .returning(['isTaken', 'level']);
});

/**
 * Takes a request from the bucket of a token: a single statement, so that several nodes share the bucket without a lock of
 * their own, and so that whoever remembers the token learns with it that another node has ended it.
 * @returns undefined then
 */
export async function takeFromSharedBucket(db: StateDatabase, bucket: BucketToTake): Promise<BucketAnswer | undefined> {
  const [answer] = await taking(db, { ...bucket, level: bucket.size - 1 });
  return answer;
}

/** Forgets the buckets that have filled up since: a full one is the same as none. */
export async function forgetFullBuckets(db: StateDatabase, windowMs: number, nowMs: number): Promise<void> {
  await db
    .deleteFrom('rateBucket')
    .where('filledAtMs', '<', nowMs - windowMs)
    .execute();
}
