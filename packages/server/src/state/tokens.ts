import type { StateDatabase } from './open-state.ts';
import type { Client } from './tables.ts';

/** A token with the client it was given to: all that a request needs to know of its caller. */
export interface TokenWithClient {
  readonly tokenId: string;
  readonly secretHash: Buffer;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly clientId: string;
  readonly workspaceId: string;
  readonly mode: Client['mode'];
  readonly pans: Client['pans'];
  readonly scopes: Client['scopes'];
}

export async function findToken(db: StateDatabase, tokenId: string): Promise<TokenWithClient | undefined> {
  return db
    .selectFrom('accessToken')
    .innerJoin('client', 'client.id', 'accessToken.clientId')
    .select([
      'accessToken.id as tokenId',
      'accessToken.secretHash',
      'accessToken.expiresAt',
      'accessToken.revokedAt',
      'client.id as clientId',
      'client.workspaceId',
      'client.mode',
      'client.pans',
      'client.scopes',
    ])
    .where('accessToken.id', '=', tokenId)
    .executeTakeFirst();
}

export interface TokenToIssue {
  readonly id: string;
  readonly clientId: string;
  readonly secretHash: Buffer;
  readonly issuedAt: Date;
  readonly expiresAt: Date | null;
}

/** For how long an ended token is remembered, so that its holder is told "revoked" and not "unknown". */
const REMEMBER_ENDED_MS = 30 * 24 * 60 * 60 * 1000;

/**
 * Gives the client a token and revokes its last one, unless the day's quota is spent; all in one transaction.
 * @returns the ids of the tokens that it revoked, or null when the quota was spent
 */
export async function issueToken(
  db: StateDatabase,
  token: TokenToIssue,
  dailyQuota: number,
): Promise<readonly string[] | null> {
  const day = token.issuedAt.toISOString().slice(0, 10);
  return db.transaction().execute(async (transaction) => {
    // The row of the day is also the lock under which two tokens of one client cannot both be the last.
    const counted = await transaction
      .insertInto('tokenDay')
      .values({ clientId: token.clientId, day, issued: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['clientId', 'day'])
          .doUpdateSet((row) => ({ issued: row('tokenDay.issued', '+', 1) }))
          .where('tokenDay.issued', '<', dailyQuota),
      )
      .returning('issued')
      .executeTakeFirst();
    if (counted === undefined) return null;
    const revoked = await transaction
      .updateTable('accessToken')
      .set({ revokedAt: token.issuedAt })
      .where('clientId', '=', token.clientId)
      .where('revokedAt', 'is', null)
      .returning('id')
      .execute();
    await transaction
      .insertInto('accessToken')
      .values({ ...token, revokedAt: null })
      .execute();
    const forgetBefore = new Date(token.issuedAt.getTime() - REMEMBER_ENDED_MS);
    await transaction
      .deleteFrom('accessToken')
      .where('clientId', '=', token.clientId)
      .where('revokedAt', '<', forgetBefore)
      .execute();
    await transaction.deleteFrom('tokenDay').where('clientId', '=', token.clientId).where('day', '<', day).execute();
    return revoked.map(({ id }) => id);
  });
}
