import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { CODES, DESCRIBED, type DescribedOperation, SCHEMAS } from './document.ts';
import { schemaArbitrary } from './schema-arbitrary.ts';

/** What callers of this server hold: good tokens of several kinds, and some that are good no more. */
export interface Credentials {
  readonly tokens: readonly string[];
  readonly secrets: readonly string[];
}

/** A request whose framing is right, whatever it says: the server owes exactly one answer to it. */
export interface FuzzRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  /** Null: no body and no length. */
  readonly body: Uint8Array | null;
  readonly isChunked: boolean;
  /** False where normalising the target may make it another path, so that the answer alone is judged. */
  readonly isClear: boolean;
}

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'QUERY',
  'PURGE',
  'M-SEARCH',
];
/** Few, so that they are used again, for the same and for other requests. */
const KEYS = Array.from({ length: 40 }, (_, index) => `fuzz-key-${index}`);

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const fieldText = fc.stringMatching(/^[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff\t]{0,60}[\x21-\x7e\x80-\xff])?$/);
const often = <T>(likely: Arbitrary<T>, other: Arbitrary<T>, weight = 4) =>
  fc.oneof({ arbitrary: likely, weight }, { arbitrary: other, weight: 1 });

const targets = (path: string): Arbitrary<{ target: string; isClear: boolean }> =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant({ target: path, isClear: true }) },
    {
      weight: 1,
      arbitrary: fc
        .stringMatching(/^\/[a-z0-9/_-]{0,40}$/)
        .filter((text) => !text.includes('//'))
        .map((target) => ({ target, isClear: true })),
    },
    { weight: 1, arbitrary: fc.stringMatching(/^\/[\x21-\x7e]{0,80}$/).map((target) => ({ target, isClear: false })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          `${path}/`,
          `/${path}`,
          path.toUpperCase(),
          `${path}%00`,
          `${path}%zz`,
          `/x/..${path}`,
          path.replace('g', '%67'),
          `${path};a=b`,
          `${path}#x`,
          `http://other.example${path}`,
          '*',
          '/%',
          '/..%2f..%2fetc/passwd',
          `/${'a'.repeat(9000)}`,
        )
        .map((target) => ({ target, isClear: false })),
    },
  );

const queryOf = (operation: DescribedOperation): Arbitrary<string> => {
  const known = operation.parameters
    .filter((parameter) => parameter.in === 'query')
    .map(({ name, schema }) =>
      often(schemaArbitrary(schema, SCHEMAS), fc.string()).map(
        (value) => `${name}=${encodeURIComponent(String(value))}`,
      ),
    );
  const unknown = fc.stringMatching(/^[a-zA-Z_%.[\]0-9-]{1,12}(?:=[\x21-\x22\x24-\x7e]{0,20})?$/);
  const pairs =
    known.length === 0
      ? fc.array(unknown, { maxLength: 3 })
      : fc.array(often(fc.oneof(...known), unknown, 9), { maxLength: 3 });
  return often(
    fc.constant(''),
    pairs.map((list) => (list.length === 0 ? '' : `?${list.join('&')}`)),
    1,
  );
};

type Header = readonly [string, string];

const headersOf = (operation: DescribedOperation, { tokens, secrets }: Credentials): Arbitrary<Header[]> => {
  const token = often(fc.constantFrom(...tokens), fieldText, 9);
  const credential = operation.needsSecret
    ? often(fc.constantFrom(...secrets), fieldText, 9).map((secret): Header[] => [['x-clear-client-secret', secret]])
    : fc.oneof(
        { weight: 9, arbitrary: token.map((text): Header[] => [['x-cleartax-auth-token', text]]) },
        { weight: 3, arbitrary: token.map((text): Header[] => [['Authorization', `Bearer ${text}`]]) },
        {
          weight: 1,
          arbitrary: fc.tuple(token, token).map(([a, b]): Header[] => [
            ['X-ClearTax-Auth-Token', a],
            ['authorization', `Bearer ${b}`],
          ]),
        },
        { weight: 1, arbitrary: fc.constant([]) },
      );
  const described = operation.parameters
    .filter((parameter) => parameter.in === 'header' && !/idempotency|simulate/i.test(parameter.name))
    .map(({ name, schema }) =>
      often(schemaArbitrary(schema, SCHEMAS).map(String), fieldText).map((value): Header => [name, value]),
    );
  const extra = fc.oneof(
    ...described,
    often(fc.constantFrom(...KEYS), fieldText, 9).map((key): Header => ['Idempotency-Key', key]),
    often(fc.constantFrom(...CODES, 'latency=0'), fieldText, 2).map((order): Header => ['x-milaan-simulate', order]),
    often(fc.constantFrom('*/*', 'application/json', 'text/html', 'application/json;q=0', ', ;;q=,'), fieldText).map(
      (value): Header => ['Accept', value],
    ),
    fc.constantFrom('gzip', 'identity', 'br, *;q=0').map((value): Header => ['Accept-Encoding', value]),
    fieldText.map((value): Header => ['X-Request-Id', value]),
    fc.constantFrom<Header>(
      ['Expect', '100-continue'],
      ['Expect', 'everything'],
      ['Range', 'bytes=0-1'],
      ['If-None-Match', '*'],
      ['If-Modified-Since', 'yesterday'],
      ['Origin', 'https://evil.example'],
      ['Access-Control-Request-Method', 'POST'],
      ['traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
      ['traceparent', 'nonsense'],
      ['Cookie', 'a=b'],
      ['X-Forwarded-For', '1.2.3.4'],
      ['X-HTTP-Method-Override', 'DELETE'],
      ['Content-Encoding', 'gzip'],
      ['Content-Encoding', 'identity'],
    ),
    fc.tuple(fc.stringMatching(/^x-[a-z]{1,10}$/), fieldText).map(([name, value]): Header => [name, value]),
  );
  return fc
    .tuple(credential, often(fc.array(extra, { maxLength: 2 }), fc.array(extra, { maxLength: 12 })))
    .map(([some, more]) => [...some, ...more]);
};

/** A body as its schema wants it, then hurt in one place or written in an unusual way. */
const bodyOf = (operation: DescribedOperation): Arbitrary<Uint8Array> => {
  const valid = schemaArbitrary(operation.body ?? {}, SCHEMAS);
  const hurt = fc
    .tuple(valid, fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }))
    .map(([value, name, other]) => {
      const names = Object.keys(Object(value));
      const known = names[name.length % Math.max(1, names.length)] ?? name;
      return { ...Object(value), [name.length % 2 === 0 ? known : name]: other };
    });
  const asJson = often(valid, hurt, 2).map((value) => JSON.stringify(value));
  return fc.oneof(
    { weight: 12, arbitrary: asJson.map(utf8) },
    { weight: 1, arbitrary: asJson.map((text) => utf8(`\ufeff${text}`)) },
    { weight: 1, arbitrary: asJson.map((text) => Uint8Array.from(Buffer.from(text, 'utf16le'))) },
    { weight: 1, arbitrary: asJson.map((text) => Uint8Array.from(gzipSync(text))) },
    { weight: 1, arbitrary: fc.tuple(asJson, fc.nat(400)).map(([text, length]) => utf8(text.slice(0, length))) },
    { weight: 1, arbitrary: asJson.map((text) => utf8(text.replace('{', '{"pan":"ABCDE1234F","pan":"ABCDE1234F",'))) },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 1, max: 50_000 }).map((depth) => utf8(`${'['.repeat(depth)}${']'.repeat(depth)}`)),
    },
    { weight: 1, arbitrary: fc.jsonValue().map((value) => utf8(JSON.stringify(value))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(
          '"\\u0000"',
          '{"userEmail":"\\ud800@a.example"}',
          '{"__proto__":{"pan":"ABCDE1234F"}}',
          '1e999',
          '-0',
          '',
          ' ',
        )
        .map(utf8),
    },
  );
};

/** Past the limit of a body; seldom, because it is much to send. */
const tooLarge = fc.constant(new Uint8Array(1_048_577 + 2000).fill(0x20));

const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'application/json; charset=latin1',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/problem+json',
  '',
  ';',
];

/** Requests to every described operation, from exactly as described to far from it. */
export const requestArbitrary = (credentials: Credentials): Arbitrary<FuzzRequest> =>
  fc.oneof(...DESCRIBED.map((operation) => requestsTo(operation, credentials)));

function requestsTo(operation: DescribedOperation, credentials: Credentials): Arbitrary<FuzzRequest> {
  const body = fc.oneof(
    { weight: operation.body === null ? 8 : 200, arbitrary: bodyOf(operation) },
    { weight: operation.body === null ? 200 : 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: tooLarge },
  );
  return fc
    .record({
      method: often(fc.constant(operation.method), fc.constantFrom(...METHODS), 12),
      at: targets(operation.path),
      query: queryOf(operation),
      headers: headersOf(operation, credentials),
      contentType: often(fc.constant('application/json'), fc.constantFrom(...CONTENT_TYPES), 9),
      body,
      isChunked: often(fc.constant(false), fc.boolean()),
    })
    .map(({ method, at, query, headers, contentType, body, isChunked }) => ({
      method,
      target: at.isClear ? `${at.target}${query}` : at.target,
      headers: body === null ? headers : [...headers, ['content-type', contentType] as const],
      body,
      isChunked,
      isClear: at.isClear,
    }));
}
