import { type ErrorCode, LIMITS } from '@milaan/contract';
import { type Check, checksOf, type Shortfall } from '../check.ts';
import { expectCode } from '../expect.ts';
import { givenToken } from '../given-token.ts';
import { isUncovered, type PlainRequest, type Session } from '../session.ts';
import { UNCOVERED } from './parameter-checks.ts';
import { JSON_BODY, NEVER_CURRENT, PATHS } from './paths.ts';

const POST: Omit<PlainRequest, 'body'> = {
  method: 'POST',
  path: PATHS.settings,
  headers: { ...JSON_BODY, ...NEVER_CURRENT },
};

const MALFORMED = { body: '{"tolerancePaise":', with: 'a body that ends in the middle of a value' };
const TOO_DEEP = {
  body: '['.repeat(LIMITS.jsonDepth + 8) + ']'.repeat(LIMITS.jsonDepth + 8),
  with: `a body of ${LIMITS.jsonDepth + 8} arrays inside each other`,
};
const XML = { body: '<settings/>', headers: { 'content-type': 'text/xml', ...NEVER_CURRENT }, with: 'a body of XML' };

/** Not JSON that any operation would take, should a server read all of it. */
const tooLarge = (): string => JSON.stringify({ noSuchMember: 'x'.repeat(LIMITS.bodyBytes) });

/** Whoever has no token may be told so before the body is looked at. */
async function expectRefusal(session: Session, body: Partial<PlainRequest>, code: ErrorCode) {
  const { token } = await givenToken(session);
  const request = { ...POST, ...body };
  if (token === null) return expectCode(await session.send(request), code, 'token_missing');
  const reply = await session.sendAs(token, request);
  return isUncovered(reply) ? UNCOVERED : expectCode(reply, code);
}

/** What a server says to a body that it cannot take. */
export const BODY_CHECKS: readonly Check[] = checksOf('bodies', [
  {
    id: 'body-without-token',
    demand:
      'A bad body without a token is refused in the shape of every error: 401 token_missing, or 400 for the body.',
    docs: 'errors#401-unauthorized',
    needs: 'nothing',
    async run({ send }) {
      const wrong: Shortfall[] = [];
      for (const body of [MALFORMED, TOO_DEEP, XML]) {
        const reply = await send({ ...POST, ...body });
        wrong.push(...expectCode(reply, 'token_missing', 'body_malformed', 'media_type_unsupported'));
      }
      return wrong;
    },
  },
  {
    id: 'body-malformed',
    demand: 'A body that is not JSON is 400 body_malformed.',
    docs: 'errors#400-bad-request',
    needs: 'token',
    run: (session) => expectRefusal(session, MALFORMED, 'body_malformed'),
  },
  {
    id: 'body-too-deep',
    demand: `JSON deeper than ${LIMITS.jsonDepth} levels is 400 body_malformed.`,
    docs: 'errors#400-bad-request',
    needs: 'token',
    run: (session) => expectRefusal(session, TOO_DEEP, 'body_malformed'),
  },
  {
    id: 'content-type-unsupported',
    demand: 'A body in another media type is 400 media_type_unsupported, never 415.',
    docs: 'errors#400-bad-request',
    needs: 'token',
    run: (session) => expectRefusal(session, XML, 'media_type_unsupported'),
  },
  {
    id: 'body-too-large',
    demand: `A body of more than ${LIMITS.bodyBytes} bytes, announced by Content-Length, is 400 body_too_large, never 413; without a token 401 will do.`,
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: (session) => expectRefusal(session, { body: tooLarge(), with: 'a body over 1 MiB' }, 'body_too_large'),
  },
  {
    id: 'body-too-large-chunked',
    demand: `The same for a body in chunks, whose length nothing announces.`,
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: (session) =>
      expectRefusal(
        session,
        { body: tooLarge(), isChunked: true, with: 'a body over 1 MiB in chunks' },
        'body_too_large',
      ),
  },
]);
