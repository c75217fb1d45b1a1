import fc, { type Arbitrary } from 'fast-check';
import { bodyArbitrary, tooLarge } from './body-arbitrary.ts';
import { DESCRIBED, type DescribedOperation, SCHEMAS } from './document.ts';
import { type Credentials, type Header, headerArbitrary } from './header-arbitrary.ts';
import { often } from './often.ts';
import { schemaArbitrary } from './schema-arbitrary.ts';

/** A request whose framing is right, whatever it says: the server owes exactly one answer to it. */
export interface FuzzRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly Header[];
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
// Made once: what texts a pattern allows costs milliseconds to find out.
const plainTarget = fc.stringMatching(/^\/[a-z0-9/_-]{0,40}$/).filter((text) => !text.includes('//'));
const strangeTarget = fc.stringMatching(/^\/[\x21-\x7e]{0,80}$/);

/** Ways to write a path that make it another one, or none. */
const SPOILT: readonly ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `/${path}`,
  (path) => path.toUpperCase(),
  (path) => `${path}%00`,
  (path) => `${path}%zz`,
  (path) => `/x/..${path}`,
  (path) => path.replace('g', '%67'),
  (path) => `${path};a=b`,
  (path) => `${path}#x`,
  (path) => `http://other.example${path}`,
  () => '*',
  () => '/%',
  () => '/..%2f..%2fetc/passwd',
  () => `/${'a'.repeat(9000)}`,
];

const targets = (paths: Arbitrary<string>): Arbitrary<{ target: string; isClear: boolean }> =>
  fc.oneof(
    { weight: 30, arbitrary: paths.map((target) => ({ target, isClear: true })) },
    { weight: 1, arbitrary: plainTarget.map((target) => ({ target, isClear: true })) },
    { weight: 1, arbitrary: strangeTarget.map((target) => ({ target, isClear: false })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(paths, fc.constantFrom(...SPOILT))
        .map(([path, spoil]) => ({ target: spoil(path), isClear: false })),
    },
  );

/** The path with a value for each of its parameters: mostly the example, of which there is something. */
const pathsOf = ({ path, parameters }: DescribedOperation): Arbitrary<string> => {
  const values = parameters
    .filter((parameter) => parameter.in === 'path')
    .map(({ name, schema }) =>
      often(schemaArbitrary(schema, SCHEMAS).map(String), fc.string({ minLength: 1, maxLength: 40 }), 9)
        // Dots alone would be another path.
        .map((value) => ({ name, value: /^\.*$/.test(value) ? 'x' : value })),
    );
  return fc
    .tuple(...values)
    .map((list) =>
      list.reduce((at, { name, value }) => at.replace(`{${name}}`, () => encodeURIComponent(value)), path),
    );
};

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
    known.length === 0 ? 8 : 1,
  );
};

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
  fc.oneof(
    ...DESCRIBED.map((operation) => ({
      // Where a body is read there is most to go wrong.
      weight: operation.body === null ? 1 : 5,
      arbitrary: requestsTo(operation, credentials),
    })),
  );

function requestsTo(operation: DescribedOperation, credentials: Credentials): Arbitrary<FuzzRequest> {
  const body = fc.oneof(
    { weight: operation.body === null ? 8 : 200, arbitrary: bodyArbitrary(operation) },
    { weight: operation.body === null ? 200 : 8, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: tooLarge },
  );
  return fc
    .record({
      method: often(fc.constant(operation.method), fc.constantFrom(...METHODS), 12),
      at: targets(pathsOf(operation)),
      query: queryOf(operation),
      headers: headerArbitrary(operation, credentials),
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
