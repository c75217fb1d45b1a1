import { problemsOf } from '@milaan/contract';
import { createCredential } from '../../auth/credential.ts';
import { issueToken } from '../../state/tokens.ts';
import type { Handler } from '../handler.ts';

const refuse = problemsOf<'getAuthToken'>();
const DAY_MS = 24 * 60 * 60 * 1000;

const nextMidnight = (now: Date) => new Date((Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS);

/** Changes a client secret into a token, which revokes the client's last one. */
export const getAuthToken: Handler<'getAuthToken'> = async ({ caller: client, db, now }, server) => {
  const { tokensPerDay, tokenLifetimeMs } = server.settings;
  const id = server.createUlid();
  const { text, secretHash } = createCredential('mat', client.mode, id, server.randomness);
  const expiresAt = tokenLifetimeMs === null ? null : new Date(now.getTime() + tokenLifetimeMs);
  const revoked = await issueToken(db, { id, clientId: client.id, secretHash, issuedAt: now, expiresAt }, tokensPerDay);
  if (revoked === null) {
    const resetAt = nextMidnight(now);
    return refuse('token_quota_exhausted', {
      metadata: { limit: tokensPerDay, resetAt: resetAt.toISOString() },
      retryAfterMs: resetAt.getTime() - now.getTime(),
    });
  }
  for (const tokenId of revoked) server.memories.tokens.forget(tokenId);
  return { status: 200, body: { access_token: text, valid_till: expiresAt?.toISOString() ?? null } };
};
