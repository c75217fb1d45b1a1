import { timingSafeEqual } from 'node:crypto';
import { type Problem, problem } from '@milaan/contract';
import type { ApiHeaders } from '../http/api-request.ts';
import type { MaybeLater } from '../http/maybe-later.ts';
import type { Clock } from '../injected/clock.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { Remembered } from '../state/remembered.ts';
import { findToken, type TokenWithClient } from '../state/tokens.ts';
import { type Caller, callerOf } from './caller.ts';
import { isSecretOf, parseCredential, SECRET_CHARACTERS } from './credential.ts';
import { faultOfToken } from './fault-of-token.ts';

export const TOKEN_HEADER = 'x-cleartax-auth-token';

const invalid = (reason: string, param = TOKEN_HEADER) => problem('token_invalid', { param, metadata: { reason } });

const BEARER = /^Bearer +([^\s]+) *$/i;
/** Something that is meant as a token. Another scheme is none, nor is the scheme alone, as an unset variable leaves it. */
const MEANT_AS_BEARER = /^Bearer\s+\S/i;
/** What is left where a connector sets Authorization to the token alone. */
const BARE_TOKEN = /^mat_/;

/**
 * The token that a request shows, or why it shows none. Two headers that disagree are no token; an Authorization that is empty or of another
 * scheme says nothing beside our own header: ERP frameworks add one by themselves.
 */
export function tokenTextOf(headers: ApiHeaders): string | Problem {
  const own = headers.get(TOKEN_HEADER) ?? '';
  const authorization = headers.get('authorization') ?? '';
  const bearer = BEARER.exec(authorization)?.[1];
  if (own === '') {
    if (bearer !== undefined) return bearer;
    if (BARE_TOKEN.test(authorization)) return invalid('the word Bearer is missing before it', 'authorization');
    return MEANT_AS_BEARER.test(authorization)
      ? invalid('more than one word follows Bearer', 'authorization')
      : problem('token_missing', { param: TOKEN_HEADER });
  }
  if (bearer !== undefined && bearer !== own)
    return invalid(`${TOKEN_HEADER} and Authorization hold two different tokens`);
  return own;
}

export interface TokenSource {
  readonly state: { readonly db: StateDatabase };
  readonly memories: { readonly tokens: Remembered<TokenWithClient | undefined> };
  readonly clock: Clock;
}

const UNKNOWN = invalid('this server gave out no such token');

/**
 * The caller that a token speaks for, or `token_invalid`, `token_revoked`, `token_expired`. Given and not thrown: bad
 * tokens come in floods, and each throw through a row of promises costs as much as an answer.
 */
export function authenticate(text: string, { state, memories, clock }: TokenSource): MaybeLater<Caller | Problem> {
  const credential = parseCredential('mat', text);
  if (credential === undefined) return invalid(faultOfToken(text));
  const { id, secret } = credential;
  const known = memories.tokens.peek(id);
  // Only who holds the token is answered from memory: a wrong secret takes the way of an unknown id, statement for
  // statement, so that nobody learns which ids there are.
  if (known !== undefined && isHolder(secret, known)) return judge(known, clock);
  const finding = memories.tokens.load(id, () => findToken(state.db, id));
  return finding.then((token) => {
    const isGood = isSecretOf(secret, token?.secretHash);
    return token === undefined || !isGood ? UNKNOWN : judge(token, clock);
  });
}

/** The secret that was last shown for a row and was right: hashing it again for each request costs more than the look-up. */
const shown = new WeakMap<TokenWithClient, Buffer>();

/** The secret that is being looked at. */
const bytes = Buffer.alloc(SECRET_CHARACTERS);

function isHolder(secret: string, token: TokenWithClient): boolean {
  bytes.write(secret, 'latin1');
  const last = shown.get(token);
  if (last !== undefined && timingSafeEqual(last, bytes)) return true;
  if (!isSecretOf(secret, token.secretHash)) return false;
  shown.set(token, Buffer.from(bytes));
  return true;
}

function judge(token: TokenWithClient, clock: Clock): Caller | Problem {
  const { revokedAt, expiresAt } = token;
  if (revokedAt !== null) {
    return problem('token_revoked', { param: TOKEN_HEADER, metadata: { revokedAt: revokedAt.toISOString() } });
  }
  if (expiresAt !== null && expiresAt.getTime() <= clock.nowMs()) {
    return problem('token_expired', { param: TOKEN_HEADER, metadata: { expiredAt: expiresAt.toISOString() } });
  }
  return callerOf(token);
}
