import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { fingerprintText } from './fingerprint-text.ts';
import { readJson } from './read-json.ts';

const read = (text: string, maxDepth?: number) => readJson(new TextEncoder().encode(text), maxDepth);
const reasonOf = (text: string, maxDepth?: number) => {
  const reading = read(text, maxDepth);
  return reading.ok ? null : reading.reason;
};

/** Any value of JSON without what a database cannot store. */
const storable = fc
  .jsonValue({ maxDepth: 8, noUnicodeString: false })
  .filter((value) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value)));

/** The same value with the members of its objects in the opposite order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
};

describe('readJson', () => {
  it('reads whatever JSON.stringify writes', () =>
    fc.assert(
      fc.property(storable, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    ));

  it('never throws, whatever the bytes', () =>
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => typeof readJson(bytes).ok === 'boolean')));

  it.each([
    ['', 'it is empty'],
    ['{', 'it ends in the middle of a value'],
    ['{} {}', 'it is not well-formed JSON from line 1, column 4 on'],
    ['{"a":1,"a":1}', 'it has a member twice in one object'],
    ['{"a":1,"\\u0061":2}', 'it has a member twice in one object'],
    ['{"b":{"x":[{"y":1},{"y":1}]},"c":{"x":1,"x":2}}', 'it has a member twice in one object'],
    ['"\\u0000"', 'it has a text with a character that cannot be stored'],
    ['["\\ud800"]', 'it has a text with a character that cannot be stored'],
    ['{"\\udc00x":1}', 'it has a text with a character that cannot be stored'],
  ])('refuses %j', (text, reason) => expect(reasonOf(text)).toBe(reason));

  it('takes a name that is also a text elsewhere, and an escaped quote', () =>
    expect(reasonOf('{"a":"a","b":["a","a"],"c\\"":{"a":"}{\\\\"},"😀":"\\ud83d\\ude00"}')).toBeNull());

  it('refuses bytes that are not UTF-8', () => {
    expect(readJson(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({ ok: false, reason: 'it is not UTF-8' });
  });

  it('counts how deep it goes', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(reasonOf(nested(32))).toBeNull();
    expect(reasonOf(nested(33))).toBe('it is nested deeper than 32');
    expect(reasonOf('[[],[],{"a":[]}]', 3)).toBeNull();
    expect(reasonOf(nested(200_000))).toBe('it is nested deeper than 32');
  });
});

describe('canonicalJson', () => {
  it('is one text for one value, in whatever order its members come, and loses nothing of it', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));
});

describe('the fingerprint of a request', () => {
  const request = { method: 'POST', path: '/a', body: { x: 1, y: [2] } };
  const of = (change: Partial<Parameters<typeof fingerprintText>[0]>) => fingerprintText({ ...request, ...change });

  it('is the same for the same request, however it is written', () => {
    expect(of({ method: 'post', body: { y: [2], x: 1 } })).toBe(of({}));
    expect(of({ headers: { 'if-match': undefined } })).toBe(of({}));
  });

  it('differs with the method, the path, the body and the headers that matter', () => {
    const texts = [
      of({}),
      of({ method: 'PUT' }),
      of({ path: '/b' }),
      of({ body: { x: 1, y: [3] } }),
      of({ body: undefined }),
      of({ body: null }),
      of({ headers: { 'if-match': '"1"' } }),
    ];
    expect(new Set(texts).size).toBe(texts.length);
  });
});
