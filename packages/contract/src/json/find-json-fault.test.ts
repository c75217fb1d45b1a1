import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from './find-json-fault.ts';
import { readJson } from './read-json.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A value of JSON with one piece of its text replaced. */
const almostJson = fc
  .tuple(
    fc.json({ noUnicodeString: false }),
    fc.nat(),
    fc.nat(3),
    fc.constantFrom('', '"', '}', ']', ',', ':', '\\', '0', '-', 't', '{', '\n'),
  )
  .map(([text, place, cut, put]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + put + text.slice(at + cut);
  });

const FROM_NOTHING = fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0019.eE+-truefalsn \n\t') });

describe('the fault of a text', () => {
  it('is there exactly when the text is not JSON', () =>
    fc.assert(
      fc.property(fc.oneof(fc.json(), almostJson, FROM_NOTHING), (text) => {
        expect(findJsonFault(text) === null).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    ));

  it('is nowhere in a text that goes on well: whatever comes before it can be the beginning of a value', () =>
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, place) => {
        const end = place % text.length;
        const at = findJsonFault(text.slice(0, end));
        // Half a number, half a word: what begins it is named.
        if (at !== null && at < end) expect(text.slice(at, end)).toMatch(/^[-+.\w\\]+$/);
      }),
    ));

  it.each([
    ['{"a":1,\n "b": tru}', 'it is not well-formed JSON from line 2, column 7 on'],
    ['{"a":1,}', 'it is not well-formed JSON from line 1, column 8 on'],
    ["{'a':1}", 'it is not well-formed JSON from line 1, column 2 on'],
    ['[1 2]', 'it is not well-formed JSON from line 1, column 4 on'],
    ['[01]', 'it is not well-formed JSON from line 1, column 2 on'],
    ['{"a":"two\nlines"}', 'it is not well-formed JSON from line 1, column 10 on'],
    ['{"a":"\\x"}', 'it is not well-formed JSON from line 1, column 7 on'],
    ['{} {}', 'it is not well-formed JSON from line 1, column 4 on'],
    ['[{"a":1}', 'it ends in the middle of a value'],
    ['{"a":"b', 'it ends in the middle of a value'],
    [' ', 'it ends in the middle of a value'],
  ])('of %j is told by its place', (text, reason) => {
    expect(readJson(Buffer.from(text))).toEqual({ ok: false, reason });
  });

  it('is found in time linear in the text', () => {
    const deep = '['.repeat(1_000_000);
    expect(findJsonFault(deep)).toBe(deep.length);
    const long = `["${'\\n'.repeat(1_000_000)}"`;
    expect(findJsonFault(long)).toBe(long.length);
  });
});
