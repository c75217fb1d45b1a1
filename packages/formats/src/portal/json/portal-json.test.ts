import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { DocumentSpool } from '../spool/document-spool.ts';
import { gstr2b, invoice, note, supplier } from '../testing/portal-data.ts';
import type { PortalJson } from './answer-node.ts';
import { JsonReader } from './json-reader.ts';
import { PortalJsonFault, readPortalJson } from './portal-json.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-walk-'));
let folders = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Walked extends PortalJson {
  /** Documents by their group and index, as spooled. */
  readonly documents: { g: number; i: number; d: unknown }[];
  readonly groups: { g: number; section: string; bucket: string; pointer: string; seq_start: number; h: unknown }[];
}

/** Walks a text that arrives in chunks of the given sizes, over a window of the given size. */
const walk = async (text: string | Buffer, chunkBytes = [1 << 20], windowBytes = 1 << 16): Promise<Walked> => {
  const own = join(folder, `${folders++}`);
  mkdirSync(own);
  const spool = new DocumentSpool(own);
  const bytes = Buffer.from(text);
  let at = 0;
  let turn = 0;
  const source = {
    async read(into: Uint8Array, offset: number, length: number): Promise<number> {
      const size = Math.min(length, chunkBytes[turn++ % chunkBytes.length] ?? 1, bytes.length - at);
      into.set(bytes.subarray(at, at + size), offset);
      at += size;
      return size;
    },
  };
  let part = 0;
  try {
    const found = await readPortalJson(
      new JsonReader(source, windowBytes),
      spool,
      () => part++,
      () => {},
    );
    spool.flush();
    const lines = (path: string): unknown[] =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((l) => l !== '')
        .map((l) => JSON.parse(l));
    return {
      ...found,
      // Lines of our own making; each test names what it expects in them.
      documents: spool.documentFiles.flatMap(({ path }) => lines(path)) as Walked['documents'],
      groups: lines(spool.groupsPath) as Walked['groups'],
    };
  } finally {
    spool.close();
  }
};

const fault = async (text: string | Buffer): Promise<[string, boolean]> => {
  try {
    await walk(text);
  } catch (error) {
    if (error instanceof PortalJsonFault) return [error.fault.code, error.hadFound];
    throw error;
  }
  throw new Error('The text was read.');
};

const anyText = fc.string({ unit: 'binary', maxLength: 12 });

describe('readPortalJson', () => {
  it('gives the same documents wherever the text is cut', async () => {
    const document = fc.record({
      inum: anyText,
      txval: fc.double({ noNaN: true, noDefaultInfinity: true }),
      extra: fc.jsonValue({ maxDepth: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(document, { maxLength: 4 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 16, max: 200 }),
        fc.constantFrom(undefined, 1, '\t'),
        anyText,
        async (suppliers, chunkBytes, windowBytes, indent, name) => {
          const b2b = suppliers.map((documents) => ({ trdnm: name, inv: documents, ctin: 'X' }));
          const text = JSON.stringify(gstr2b({ b2b }), null, indent);
          const { documents, groups } = await walk(text, chunkBytes, windowBytes);
          const expected = JSON.parse(JSON.stringify(suppliers.flat()));
          expect(documents.map(({ d }) => d)).toEqual(expected);
          const filled = suppliers.filter((s) => s.length > 0);
          const before = filled.map((_, index) => filled.slice(0, index).flat().length);
          expect(groups.map(({ seq_start, h }) => [seq_start, h])).toEqual(
            before.map((documents) => [documents + 1, { trdnm: name, ctin: 'X' }]),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('says where each document stood', async () => {
    const { groups, documents } = await walk(
      JSON.stringify([
        {
          data: gstr2b({ b2b: [supplier([]), supplier([invoice(), invoice()])], cdnr: [supplier([note()], {}, 'nt')] }),
        },
      ]),
    );
    expect(groups.map(({ section, pointer, g }) => [section, pointer, g])).toEqual([
      ['B2B', '/0/data/data/docdata/b2b/1/inv', 1],
      ['CDNR', '/0/data/data/docdata/cdnr/0/nt', 2],
    ]);
    expect(documents.map(({ g, i }) => [g, i])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
    ]);
  });

  it('walks no summary by counterparty, though it has the names of the sections', async () => {
    const cpsumm = { b2b: [{ ctin: 'X', inv: [invoice()] }] };
    const { documents } = await walk(
      JSON.stringify(gstr2b({ b2b: [supplier([invoice()])] }, { cpsumm, cpSummRej: cpsumm })),
    );
    expect(documents).toHaveLength(1);
  });

  it('is not taken in by names that mean something to JavaScript', async () => {
    const text =
      '{"__proto__":{"docdata":{}},"data":{"docdata":{"__proto__":[1],"constructor":[{"inv":[{}]}],"b2b":[{"__proto__":"x","inv":[{"__proto__":{"inum":"1"}}]}]}}}';
    const { documents, nodes } = await walk(text);
    expect(documents).toHaveLength(1);
    expect(nodes).toHaveLength(1);
  });

  it.each([
    [
      'truncated in a document',
      JSON.stringify(gstr2b({ b2b: [supplier([invoice()])] })).slice(0, 190),
      ['JSON_INVALID', true],
    ],
    ['truncated after the documents', '{"docdata":{"b2b":[]}', ['JSON_INVALID', true]],
    ['followed by something', '{"docdata":{}} x', ['JSON_INVALID', true]],
    ['comma missing', '{"docdata":{"b2b":[{"inv":[{} {}]}]}}', ['JSON_INVALID', true]],
    ['comma too many', '{"docdata":{"b2b":[{"inv":[{},]}]}}', ['JSON_INVALID', true]],
    ['value missing', '{"docdata":{"b2b":}}', ['JSON_INVALID', true]],
    ['name without quotes', '{docdata:{}}', ['JSON_INVALID', false]],
    ['string never closed', `{"a":"${'x'.repeat(2 << 20)}`, ['TOO_LARGE', false]],
    ['garbage', '{"a" "b"}', ['JSON_INVALID', false]],
    [
      'document of 2 MiB',
      JSON.stringify(gstr2b({ b2b: [supplier([{ inum: 'x'.repeat(2 << 20) }])] })),
      ['TOO_LARGE', true],
    ],
    ['a million brackets', '['.repeat(1 << 20), ['JSON_TOO_DEEP', false]],
    ['deep in a document', `{"docdata":{"b2b":[{"inv":[${'{"a":'.repeat(40)}1`, ['JSON_TOO_DEEP', true]],
    ['deep in what is skipped', `{"docdata":{},"z":${'['.repeat(40)}`, ['JSON_TOO_DEEP', true]],
    ['a list that never comes to a return', `[${'{"a":1},'.repeat(20_000)}{"a":1}]`, ['JSON_INVALID', false]],
  ])('refuses a text %s', async (_, text, expected) => {
    expect(await fault(text)).toEqual(expected);
  });

  it('passes over a value of any length that it does not need', async () => {
    const text = `{"z":["${'x'.repeat(3 << 20)}"],"docdata":{"b2b":[{"inv":[{}]}]}}`;
    expect((await walk(text, [1 << 16])).documents).toHaveLength(1);
  });
});
