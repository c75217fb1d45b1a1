import { membersOf } from './body-members.ts';
import { PATHS } from './checks/paths.ts';
import { type Reply, SECRET_HEADER, type Session } from './session.ts';

export interface GivenToken {
  /** Null when there are no credentials, or the token endpoint gave none. */
  readonly token: string | null;
  /** The answer of the token endpoint; null when it was not asked. */
  readonly reply: Reply | null;
}

const given = new WeakMap<Session, Promise<GivenToken>>();

/** The token of the run. The token endpoint is asked once: each new token ends the one before. */
export function givenToken(session: Session): Promise<GivenToken> {
  const known = given.get(session) ?? getToken(session);
  given.set(session, known);
  return known;
}

async function getToken({ settings, send }: Session): Promise<GivenToken> {
  const { token, clientSecret } = settings.credentials;
  if (token !== null || clientSecret === null) return { token, reply: null };
  const headers = { [SECRET_HEADER]: clientSecret };
  const reply = await send({ method: 'GET', path: PATHS.token, headers, with: 'the client secret' });
  const { access_token: text } = membersOf(reply.response?.body ?? '');
  const isGiven = reply.response?.status === 200 && typeof text === 'string' && /^[\x21-\x7e]+$/.test(text);
  return { token: isGiven ? text : null, reply };
}
