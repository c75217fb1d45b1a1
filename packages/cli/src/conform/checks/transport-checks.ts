import { LIMITS } from '@milaan/contract';
import { codeIn } from '../body-members.ts';
import { type Check, checksOf, NotChecked } from '../check.ts';
import { cameOnTalk, expectRefused, requestIdOf } from '../expect.ts';
import { pathBelow, type Session } from '../session.ts';
import { PATHS } from './paths.ts';

const headOf = ({ settings: { baseUrl } }: Session, method: string, path: string, more = ''): string =>
  `${method} ${pathBelow(baseUrl, path)} HTTP/1.1\r\nHost: ${baseUrl.host}\r\n${more}`;

/** Says bytes that are no whole request, and waits for the server to refuse them and close. */
const refused = async (session: Session, sent: string, bytes: string, ending: 'silent' | 'finished' = 'silent') =>
  expectRefused(await session.talk(sent, { bytes, methods: [null], ending }));

/** The first bytes of a TLS handshake. */
const TLS_HELLO = '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03';

/** What a server says to bytes that are no request. */
export const TRANSPORT_CHECKS: readonly Check[] = checksOf('transport', [
  {
    id: 'http-malformed',
    demand:
      'Bytes that are not HTTP are 400 request_malformed in the shape of every error; then the connection closes.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: async (session) => [
      ...(await refused(session, 'a line that is no request line', 'this is not HTTP\r\n\r\n')),
      ...(await refused(
        session,
        'a header line without a colon',
        headOf(session, 'GET', PATHS.codes, 'no colon\r\n\r\n'),
      )),
    ],
  },
  {
    id: 'tls-on-plain-port',
    demand: 'A TLS handshake on a port of plain HTTP is 400 request_malformed as well.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: async (session) =>
      session.settings.baseUrl.protocol === 'https:'
        ? new NotChecked('the address is https')
        : refused(session, 'the beginning of a TLS handshake', TLS_HELLO),
  },
  {
    id: 'headers-too-large',
    demand: `Headers of more than ${LIMITS.headerBytes} bytes are 400 request_malformed, never 431.`,
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: (session) => {
      const field = `X-Padding: ${'x'.repeat(LIMITS.headerBytes + 4096)}\r\n\r\n`;
      return refused(session, 'headers of 20 KiB', headOf(session, 'GET', PATHS.codes, field));
    },
  },
  {
    id: 'framing-ambiguous',
    demand: 'A request with both Content-Length and Transfer-Encoding, a way to smuggle, is 400 request_malformed.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: (session) => {
      const fields =
        'Content-Type: application/json\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
      return refused(session, 'two lengths of one body', headOf(session, 'POST', PATHS.settings, fields));
    },
  },
  {
    id: 'request-truncated',
    demand: 'A request that stops half-way, its sender saying that no more comes, is 400 request_malformed.',
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    run: (session) => {
      const half = headOf(session, 'GET', PATHS.codes, 'Accept: appl');
      return refused(session, 'half of a request, and the end of the connection', half, 'finished');
    },
  },
  {
    id: 'request-slow',
    demand: `A request that does not come to its end within ${LIMITS.requestMs / 1000} s is 400 request_malformed, never 408.`,
    docs: 'errors#400-bad-request',
    needs: 'nothing',
    isSlow: true,
    async run(session) {
      const bytes = headOf(session, 'GET', PATHS.codes, 'Accept: appl');
      const { stallMs: patienceMs } = session.settings;
      const talk = { bytes, methods: [null], ending: 'silent', patienceMs } as const;
      return expectRefused(await session.talk('half of a request, and then nothing', talk));
    },
  },
  {
    id: 'pipelining',
    demand: 'Requests that come one behind the other on a connection are answered in their order.',
    docs: 'conformance#transport',
    needs: 'nothing',
    async run(session) {
      const asked = [
        { method: 'GET', path: PATHS.nowhere },
        { method: 'OPTIONS', path: PATHS.codes },
        { method: 'DELETE', path: PATHS.codes },
      ];
      const bytes = asked.map(({ method, path }) => `${headOf(session, method, path)}\r\n`).join('');
      const methods = asked.map(({ method }) => method);
      const sent = asked.map(({ method, path }) => `${method} ${path}`).join(', ');
      const talked = await session.talk(sent, { bytes, methods, ending: 'answered' }, asked);
      const came = talked.responses.map((response) => codeIn(response) ?? String(response.status));
      if (came.join() === 'route_unknown,200,method_not_allowed' && talked.breach === null) return [];
      const expected = '400 route_unknown; 200; 400 method_not_allowed';
      return [{ sent, came: cameOnTalk(talked), expected, requestId: requestIdOf(talked.responses[0] ?? null) }];
    },
  },
]);
