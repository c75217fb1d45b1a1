import { gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { type DescribedOperation, SCHEMAS } from './document.ts';
import { often } from './often.ts';
import { schemaArbitrary } from './schema-arbitrary.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A body as its schema wants it, then hurt in one place or written in an unusual way. */
export const bodyArbitrary = (operation: DescribedOperation): Arbitrary<Uint8Array> => {
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
    { weight: 24, arbitrary: asJson.map(utf8) },
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
export const tooLarge = fc.constant(new Uint8Array(1_048_577 + 2000).fill(0x20));
