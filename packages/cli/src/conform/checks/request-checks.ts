import { type Check, checksOf } from '../check.ts';
import { expectCode, expectHeader, expectStatus, shortfall } from '../expect.ts';
import { pathBelow } from '../session.ts';
import { PATHS } from './paths.ts';

/** What a server says to a request that asks in the wrong way. */
export const REQUEST_CHECKS: readonly Check[] = checksOf('requests', [
  {
    id: 'route-unknown',
    demand: 'A path that belongs to no operation is 400 route_unknown, never 404.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: async ({ send }) => expectCode(await send({ method: 'GET', path: PATHS.nowhere }), 'route_unknown'),
  },
  {
    id: 'method-not-allowed',
    demand: 'A method that a path does not have is 400 method_not_allowed, never 405, and Allow lists those it has.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    async run({ send }) {
      const reply = await send({ method: 'DELETE', path: PATHS.codes });
      return [...expectCode(reply, 'method_not_allowed'), ...expectHeader(reply, 'allow', /\bGET\b/, 'with GET')];
    },
  },
  {
    id: 'head',
    demand: 'HEAD is answered wherever GET is, with the same status and no body.',
    docs: 'conformance#requests',
    needs: 'nothing',
    async run({ talk, settings: { baseUrl } }) {
      const bytes = `HEAD ${pathBelow(baseUrl, PATHS.codes)} HTTP/1.1\r\nHost: ${baseUrl.host}\r\nConnection: close\r\n\r\n`;
      const asked = { method: 'HEAD', path: PATHS.codes };
      const { sent, responses, breach, rest } = await talk(
        `HEAD ${PATHS.codes}`,
        { bytes, methods: ['HEAD'], ending: 'silent' },
        [asked],
      );
      const reply = {
        sent,
        request: asked,
        response: responses[0] ?? null,
        failure: breach ?? 'nothing came',
        hasToken: false,
      };
      const status = expectStatus(reply, 200);
      if (status.length > 0 || (rest === '' && breach === null)) return status;
      return [shortfall(reply, 'the headers and nothing after them', `bytes after the headers: ${rest.slice(0, 40)}`)];
    },
  },
  {
    id: 'options',
    demand: 'OPTIONS is answered everywhere, with 200 and Allow.',
    docs: 'conformance#requests',
    needs: 'nothing',
    async run({ send }) {
      const reply = await send({ method: 'OPTIONS', path: PATHS.codes });
      return [...expectStatus(reply, 200), ...expectHeader(reply, 'allow', /\bGET\b/, 'with GET')];
    },
  },
  {
    id: 'accept-unsupported',
    demand: 'Accept that excludes JSON is 400 media_type_unsupported, never 406.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    async run({ send }) {
      const headers = { accept: 'text/html' };
      const reply = await send({ method: 'GET', path: PATHS.codes, headers, with: 'Accept: text/html' });
      return expectCode(reply, 'media_type_unsupported');
    },
  },
  {
    id: 'query-unknown',
    demand: 'A query parameter that an operation does not know is 400 parameter_unknown, not passed over.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: async ({ send }) =>
      expectCode(await send({ method: 'GET', path: `${PATHS.codes}?no-such-parameter=1` }), 'parameter_unknown'),
  },
]);
