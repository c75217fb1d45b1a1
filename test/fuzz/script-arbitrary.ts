import fc, { type Arbitrary } from 'fast-check';
import type { ObservedRequest } from '../../packages/contract/src/conformance/index.ts';
import type { Conversation } from './converse.ts';
import type { Credentials } from './header-arbitrary.ts';
import { type FuzzRequest, requestArbitrary } from './request-arbitrary.ts';

/** A conversation and what is owed in it. */
export interface Script {
  readonly conversation: Conversation;
  /** Each request that is owed an answer, in order; null when the bytes do not say what is owed. */
  readonly owed: readonly ObservedRequest[] | null;
  /** How many requests it counts as. */
  readonly requestCount: number;
}

/** More than any answer takes, less than the server's own patience with a client that says nothing. */
const PATIENCE_MS = 8000;

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const joined = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** A request as bytes, its length told by `Content-Length` or by chunks. */
export function encode({ method, target, headers, body, isChunked }: FuzzRequest): Uint8Array {
  const framing =
    body === null ? [] : isChunked ? [['Transfer-Encoding', 'chunked']] : [['Content-Length', String(body.length)]];
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...[['Host', 'milaan.example'], ...headers, ...framing].map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');
  if (body === null) return latin1(head);
  if (!isChunked) return joined([latin1(head), body]);
  const middle = Math.floor(body.length / 2);
  const chunks = [body.subarray(0, middle), body.subarray(middle)].filter((chunk) => chunk.length > 0);
  const parts = chunks.flatMap((chunk) => [latin1(`${chunk.length.toString(16)}\r\n`), chunk, latin1('\r\n')]);
  return joined([latin1(head), ...parts, latin1('0\r\n\r\n')]);
}

/** Cuts bytes at some places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length]
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter((piece) => piece.length > 0);
}

const places = fc.oneof(
  { weight: 3, arbitrary: fc.constant<number[]>([]) },
  { weight: 1, arbitrary: fc.array(fc.nat(4000), { maxLength: 6 }) },
);

/** One to eight right requests, one after the other without waiting. */
const pipelined = (requests: Arbitrary<FuzzRequest>): Arbitrary<Script> =>
  fc.tuple(fc.array(requests, { minLength: 1, maxLength: 8 }), places).map(([list, seams]) => ({
    conversation: {
      pieces: cut(joined(list.map(encode)), seams),
      pauseMs: 0,
      methods: list.map(({ method }) => method),
      ending: 'answered',
      patienceMs: PATIENCE_MS,
    },
    owed: list.map(({ method, target, isClear }) => ({ method, path: isClear ? target : null })),
    requestCount: list.length,
  }));

const without = (bytes: Uint8Array, at: number, count: number, put: Uint8Array): Uint8Array =>
  joined([bytes.subarray(0, at), put, bytes.subarray(at + count)]);

const FRAMING_TRICKS = [
  'Content-Length: 5\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 1e3\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Content-Length: 3\r\nContent-Length: 4\r\n',
  'Transfer-Encoding: gzip\r\n',
  'Transfer-Encoding: chunked\r\nContent-Length: 3\r\n',
  'Transfer-Encoding: chunked, identity\r\n',
  'Transfer-Encoding : chunked\r\n',
  'Connection: Upgrade\r\nUpgrade: websocket\r\n',
  'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n',
  'Host: a\r\nHost: b\r\n',
  ' folded: yes\r\n',
  'no-colon\r\n',
  ': nameless\r\n',
  'a\0b: c\r\n',
  'x: \x01\r\n',
  '\r',
  '\n',
  `x-big: ${'y'.repeat(17_000)}\r\n`,
  'x-many: 1\r\n'.repeat(2500),
  'Connection: close\r\n',
].map(latin1);

const STRANGERS = [
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
  'GET / HTTP/1.0\r\n\r\n',
  'GET /\r\n',
  'GET / HTTP/9.9\r\n\r\n',
  'get / HTTP/1.1\r\n\r\n',
  'CONNECT db.example:5432 HTTP/1.1\r\nHost: x\r\n\r\n',
  'SSH-2.0-client\r\n',
  '\r\n\r\n\r\n',
  'GET http:// HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: \r\n\r\n',
  'GET / HTTP/1.1\r\nHost: a b/c\r\n\r\n',
  `GET /${'z'.repeat(20_000)} HTTP/1.1\r\n\r\n`,
  'BREW / HTTP/1.1\r\nHost: x\r\n\r\n',
  '',
  '\0',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'POST /integration/v1/config/set HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  'POST /integration/v1/config/set HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}',
  `POST /integration/v1/config/set HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;${'e'.repeat(20_000)}\r\n{\r\n0\r\n\r\n`,
].map(latin1);

/** A right request that was hurt, cut off or interrupted, or bytes that never were one. Then the client says no more. */
const broken = (requests: Arbitrary<FuzzRequest>): Arbitrary<Script> => {
  const hurt = fc.oneof(
    fc.tuple(requests, fc.nat(4000)).map(([request, length]) => {
      const bytes = encode(request);
      return bytes.subarray(0, length % bytes.length);
    }),
    fc.tuple(requests, fc.nat(4000), fc.nat(5), fc.uint8Array({ maxLength: 5 })).map(([request, at, count, put]) => {
      const bytes = encode(request);
      return without(bytes, at % bytes.length, count, put);
    }),
    fc.tuple(requests, fc.constantFrom(...FRAMING_TRICKS)).map(([request, trick]) => {
      const bytes = encode(request);
      return without(bytes, bytes.indexOf(10) + 1, 0, trick);
    }),
    fc.constantFrom(...STRANGERS),
    fc.uint8Array({ minLength: 1, maxLength: 200 }),
  );
  return fc
    .record({
      first: fc.option(requests),
      hurt,
      seams: places,
      ending: fc.constantFrom('finished' as const, 'finished' as const, 'reset' as const),
    })
    .map(({ first, hurt, seams, ending }) => ({
      conversation: {
        pieces: cut(joined([...(first === null ? [] : [encode(first)]), hurt]), seams),
        pauseMs: 0,
        methods: [],
        ending,
        patienceMs: PATIENCE_MS,
      },
      owed: null,
      requestCount: first === null ? 1 : 2,
    }));
};

const hasBodylessAnswer = ({ method }: FuzzRequest): boolean => method === 'HEAD';

/** What a failed run prints of a script: enough to send it again by hand. */
const MOST_PRINTED = 1500;
const printed = ({ conversation: { pieces, ending } }: Script): string =>
  `${ending}: ${JSON.stringify(Buffer.concat(pieces).toString('latin1')).slice(0, MOST_PRINTED)}`;

/** Whatever a client may do to a server on one connection. */
export function scriptArbitrary(credentials: Credentials): Arbitrary<Script> {
  const requests = requestArbitrary(credentials);
  const withBody = requests.filter((request) => !hasBodylessAnswer(request));
  return fc
    .oneof({ weight: 4, arbitrary: pipelined(requests) }, { weight: 1, arbitrary: broken(withBody) })
    .map((script) => ({ ...script, [fc.toStringMethod]: () => printed(script) }));
}
