import { refuse } from '../http/refusal.ts';
import type { Clock } from '../injected/clock.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { Remembered } from '../state/remembered.ts';
import { findToken, type TokenWithClient } from '../state/tokens.ts';
import { type Caller, callerOf } from './caller.ts';
import { isSecretOf, parseCredential } from './credential.ts';

export const TOKEN_HEADER = 'x-cleartax-auth-token';

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * The token that a request shows. Two headers that disagree are no token; an Authorization that is empty or of another
 * scheme says nothing beside our own header: ERP frameworks add one by themselves.
 */
export function tokenTextOf(headers: Headers): string {
  const own = headers.get(TOKEN_HEADER);
  const authorization = headers.get('authorization') ?? '';
  const bearer = BEARER.exec(authorization)?.[1];
  if (own === null) {
    if (bearer !== undefined) return bearer;
    throw authorization === ''
      ? refuse('token_missing', { param: TOKEN_HEADER })
      : refuse('token_invalid', { param: 'authorization' });
  }
  if (bearer !== undefined && bearer !== own) throw refuse('token_invalid', { param: TOKEN_HEADER });
  return own;
}

export interface TokenSource {
  readonly state: { readonly db: StateDatabase };
  readonly memories: { readonly tokens: Remembered<TokenWithClient | undefined> };
  readonly clock: Clock;
}

/**
 * The caller that a token speaks for.
 * @throws Refusal `token_invalid`, `token_revoked` or `token_expired`
 */
export async function authenticate(text: string, { state, memories, clock }: TokenSource): Promise<Caller> {
  const credential = parseCredential('mat', text);
  if (credential === undefined) throw refuse('token_invalid', { param: TOKEN_HEADER });
  const finding = memories.tokens.get(credential.id, () => findToken(state.db, credential.id));
  const token = finding instanceof Promise ? await finding : finding;
  const isGood = isSecretOf(credential.secret, token?.secretHash);
  if (token === undefined || !isGood) throw refuse('token_invalid', { param: TOKEN_HEADER });
  if (token.revokedAt !== null) {
    throw refuse('token_revoked', { param: TOKEN_HEADER, metadata: { revokedAt: token.revokedAt.toISOString() } });
  }
  if (token.expiresAt !== null && token.expiresAt.getTime() <= clock.nowMs()) {
    throw refuse('token_expired', { param: TOKEN_HEADER, metadata: { expiredAt: token.expiresAt.toISOString() } });
  }
  return callerOf(token);
}
