import { membersOf } from '../body-members.ts';
import { type Check, checksOf } from '../check.ts';
import { cameOf, expectCode, expectHeader, shortfall } from '../expect.ts';
import { givenToken } from '../given-token.ts';
import { isUncovered, type PlainRequest, type Reply, SECRET_HEADER, TOKEN_HEADER } from '../session.ts';
import { PATHS } from './paths.ts';

const READ: PlainRequest = { method: 'GET', path: PATHS.getConfig };
const NO_TOKEN = 'no-such-token';

/** Refused as one whose token is none. */
const expectUnauthorized = (reply: Reply, code: Parameters<typeof expectCode>[1]) => [
  ...expectCode(reply, code),
  ...expectHeader(reply, 'www-authenticate', /^Bearer\b/i, 'Bearer'),
];

/** With the configuration, without one, or to a client that may not read it: in each case it is known who asks. */
const isOpened = (reply: Reply): boolean =>
  reply.response?.status === 200 || reply.response?.status === 402 || isUncovered(reply);

/** What a server says to callers by who they are. */
export const CREDENTIAL_CHECKS: readonly Check[] = checksOf('credentials', [
  {
    id: 'token-missing',
    demand: 'A call without a token is 401 token_missing with WWW-Authenticate.',
    docs: 'errors#401-unauthorized',
    needs: 'nothing',
    run: async ({ send }) => expectUnauthorized(await send(READ), 'token_missing'),
  },
  {
    id: 'token-malformed',
    demand: 'A token that is none is 401 token_invalid with WWW-Authenticate, never 403.',
    docs: 'errors#401-unauthorized',
    needs: 'nothing',
    run: async ({ send }) =>
      expectUnauthorized(
        await send({ ...READ, headers: { [TOKEN_HEADER]: NO_TOKEN }, with: 'a token that is none' }),
        'token_invalid',
      ),
  },
  {
    id: 'tokens-disagree',
    demand: 'Two tokens that differ, in x-cleartax-auth-token and in Authorization, are 401 token_invalid.',
    docs: 'errors#401-unauthorized',
    needs: 'nothing',
    async run(session) {
      const headers = {
        [TOKEN_HEADER]: (await givenToken(session)).token ?? NO_TOKEN,
        authorization: 'Bearer another-token',
      };
      return expectCode(await session.send({ ...READ, headers, with: 'two tokens that differ' }), 'token_invalid');
    },
  },
  {
    id: 'client-secret-invalid',
    demand: 'The token endpoint refuses a wrong client secret, and none at all, with 401 client_secret_invalid.',
    docs: 'errors#401-unauthorized',
    needs: 'nothing',
    async run({ send }) {
      const ask: PlainRequest = { method: 'GET', path: PATHS.token };
      const wrong = await send({ ...ask, headers: { [SECRET_HEADER]: 'wrong' }, with: 'a wrong client secret' });
      const none = await send({ ...ask, with: 'no client secret' });
      return [...expectCode(wrong, 'client_secret_invalid'), ...expectCode(none, 'client_secret_invalid')];
    },
  },
  {
    id: 'token-endpoint',
    demand: 'A client secret is changed into a token: 200 with access_token and valid_till.',
    docs: 'max-itc-connector#tokens',
    needs: 'secret',
    async run(session) {
      const { reply } = await givenToken(session);
      if (reply === null) return [];
      const { access_token: text, valid_till: validTill } = membersOf(reply.response?.body ?? '');
      const isThere = typeof text === 'string' && text !== '' && (validTill === null || typeof validTill === 'string');
      if (reply.response?.status === 200 && isThere) return [];
      const expected = '200 with access_token, a text, and valid_till, a moment or null';
      // Never the body: there may be a token in it, under another name.
      const members = Object.keys(membersOf(reply.response?.body ?? '')).join(', ') || 'none';
      const came = reply.response?.status === 200 ? `200 with the members ${members}` : cameOf(reply);
      return [shortfall(reply, expected, came)];
    },
  },
  {
    id: 'token-works',
    demand: 'A token opens the operations, in x-cleartax-auth-token and as Authorization: Bearer.',
    docs: 'api#start-and-get-a-token',
    needs: 'token',
    async run(session) {
      const { token } = await givenToken(session);
      const own = await session.send({ ...READ, headers: { [TOKEN_HEADER]: token ?? '' }, with: 'the token' });
      const bearer = { authorization: `Bearer ${token}` };
      const asBearer = await session.send({ ...READ, headers: bearer, with: 'the token as Authorization: Bearer' });
      return [own, asBearer]
        .filter((reply) => !isOpened(reply))
        .map((reply) => shortfall(reply, '200 with the configuration, 402 without one, or 401 scope_insufficient'));
    },
  },
]);
