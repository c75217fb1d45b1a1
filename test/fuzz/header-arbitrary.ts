import fc, { type Arbitrary } from 'fast-check';
import { CODES, type DescribedOperation, SCHEMAS } from './document.ts';
import { often } from './often.ts';
import { schemaArbitrary } from './schema-arbitrary.ts';

/** What callers of this server hold: good tokens of several kinds, and some that are good no more. */
export interface Credentials {
  readonly tokens: readonly string[];
  readonly secrets: readonly string[];
}

/** Few, so that they are used again, for the same and for other requests. */
const KEYS = Array.from({ length: 12 }, (_, index) => `fuzz-key-${index}`);

const fieldText = fc.stringMatching(/^[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff\t]{0,60}[\x21-\x7e\x80-\xff])?$/);

export type Header = readonly [string, string];

/** Headers that any request may have, whether they mean something here or not. */
const usualExtra: Arbitrary<Header> = fc.oneof(
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

/** Credentials of some kind, and whatever else a caller may send along. */
export const headerArbitrary = (
  operation: DescribedOperation,
  { tokens, secrets }: Credentials,
): Arbitrary<Header[]> => {
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
  const key = often(fc.constantFrom(...KEYS), fieldText, 4).map((text): Header => ['Idempotency-Key', text]);
  const extra = fc.oneof(
    ...(described.length === 0 ? [] : [{ weight: 3, arbitrary: fc.oneof(...described) }]),
    { weight: operation.method === 'POST' ? 3 : 1, arbitrary: key },
    { weight: 3, arbitrary: usualExtra },
  );
  return fc
    .tuple(credential, often(fc.array(extra, { maxLength: 3 }), fc.array(extra, { maxLength: 12 })))
    .map(([some, more]) => [...some, ...more]);
};
