import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputRefused } from '../input-refused.ts';
import { makeZip } from '../xlsx/testing/make-xlsx.ts';
import { readPortal } from './read-portal.ts';
import { gstr2b, gstr2bOf, invoice, supplier } from './testing/portal-data.ts';
import { readFiles } from './testing/read-files.ts';

const SAMPLES = ['gstr2b-v4-portal-102026.json', 'gstr2b-v3-preIMS-092024.json', 'gstr2b-api-paged.json'].map((name) =>
  readFileSync(new URL(`./samples/gst-syn-${name}`, import.meta.url), 'utf8'),
);

const folder = mkdtempSync(join(tmpdir(), 'milaan-hostile-'));
let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
});
afterAll(() => {
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

/** Reads a text and holds the table against what every reader of it may rely on. True when it was read. */
const readSanely = async (text: string | Buffer): Promise<boolean> => {
  const path = join(folder, 'a.json');
  writeFileSync(path, text);
  await connection.run('DROP TABLE IF EXISTS rejected_row');
  let documents: number;
  try {
    ({ documents } = await readPortal(connection, { inputs: [path], tempFolder: folder }));
  } catch (error) {
    if (!(error instanceof InputRefused)) throw error;
    expect(error.message.length).toBeGreaterThan(10);
    expect(error.file).toContain(folder);
    return false;
  }
  const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER, count(DISTINCT document_id)::INTEGER,
      coalesce(min(seq), 1)::INTEGER, coalesce(max(seq), 0)::INTEGER, count(DISTINCT seq)::INTEGER,
      coalesce(bool_and(taxable >= 0 AND igst >= 0 AND cgst >= 0 AND sgst >= 0 AND cess >= 0 AND number IS NOT NULL
        AND date IS NOT NULL AND kind IS NOT NULL AND section IS NOT NULL AND bucket IS NOT NULL AND own_gstin IS NOT NULL
        AND return_period IS NOT NULL AND reverse_charge IS NOT NULL AND line_count > 0 AND status = 'ACTIVE'
        AND (cp_gstin IS NOT NULL OR section IN ('IMPG', 'IMPGA'))), true) FROM portal`);
  expect(reader.getRowsJS()).toEqual([[documents, documents, 1, documents, documents, true]]);
  return true;
};

const JUNK: readonly unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    2 ** 63,
    '',
    ' ',
    'NaN',
    'Infinity',
    '-',
    '1,2',
    '٣',
    'x'.repeat(100),
    '\u0000',
    '\ud800',
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    { inv: [] },
    { __proto__: null },
    '31-02-2026',
    '2026-10-03',
    '01-13-2026',
    "'; DROP TABLE portal; --",
  ],
];

/** Every place in a value, as a path of keys. */
const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))]
    : [path];

/** A copy with another value in one place. */
const withJunk = (value: unknown, [key, ...rest]: readonly string[], junk: unknown): unknown => {
  if (key === undefined) return junk;
  if (Array.isArray(value))
    return value.map((member, index) => (String(index) === key ? withJunk(member, rest, junk) : member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === key ? withJunk(member, rest, junk) : member]),
  );
};

describe('a damaged return', () => {
  it('is read soundly or refused, whatever stands in its places', { timeout: 180_000 }, async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: SAMPLES.length - 1 }),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(...JUNK)), { minLength: 1, maxLength: 6 }),
        async (sample, changes) => {
          let value: unknown = JSON.parse(SAMPLES[sample] ?? '');
          for (const [place, junk] of changes) {
            const paths = pathsOf(value);
            value = withJunk(value, paths[place % paths.length] ?? [], junk);
          }
          if (await readSanely(JSON.stringify(value))) read++;
        },
      ),
      { numRuns: 25 },
    );
    expect(read).toBeGreaterThan(3);
  });

  it('is read soundly or refused, whatever happened to its bytes', { timeout: 180_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: SAMPLES.length - 1 }),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), fc.uint8Array({ minLength: 1, maxLength: 3 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (sample, changes) => {
          let bytes = Buffer.from(JSON.stringify(JSON.parse(SAMPLES[sample] ?? '')));
          for (const [place, removed, added] of changes) {
            const at = place % bytes.length;
            bytes = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
          }
          await readSanely(bytes);
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('hostile files', () => {
  it.each([
    ['empty', '', 'FILE_EMPTY'],
    ['white space', '   \n', 'FILE_NOT_RECOGNISED'],
    ['binary', Buffer.from([0, 1, 2, 255, 254]), 'FILE_NOT_RECOGNISED'],
    ['other JSON', '{"name":"x"}', 'FILE_NOT_RECOGNISED'],
    ['empty list', '[]', 'FILE_NOT_RECOGNISED'],
    ['deep JSON', '['.repeat(100_000), 'JSON_TOO_DEEP'],
    ['truncated return', JSON.stringify(gstr2bOf([invoice()])).slice(0, -3), 'JSON_INVALID'],
    ['bad number', JSON.stringify(gstr2bOf([invoice()])).replace(':118,', ':0118,'), 'JSON_INVALID'],
    ['bad text of a supplier', JSON.stringify(gstr2bOf([invoice()])).replace('LLP"', '\\q"'), 'JSON_INVALID'],
    ['line break in a text', JSON.stringify(gstr2bOf([invoice()])).replace('INV/1', 'INV\n1'), 'JSON_INVALID'],
    ['not UTF-8', Buffer.from(JSON.stringify(gstr2bOf([invoice({ inum: 'caf\u00e9' })])), 'latin1'), 'JSON_INVALID'],
    ['period missing', gstr2bOf([invoice()], { rtnprd: '132026' }), 'PORTAL_UNIDENTIFIED'],
    ['registration missing', gstr2bOf([invoice()], { gstin: '' }), 'PORTAL_UNIDENTIFIED'],
    ['ZIP with nothing in it', makeZip([['a.txt', 'x']]), 'PORTAL_NOTHING_FOUND'],
    ['ZIP that is none', Buffer.from('PK\x03\x04 and then nothing'), 'ZIP_INVALID'],
    ['ZIPs too deep', makeZip([['b.zip', makeZip([['c.zip', makeZip([['d.json', '{}']])]])]]), 'ZIP_NESTED'],
    ['ZIP bomb', makeZip([['a.json', Buffer.alloc(80 << 20, 0x20)]]), 'ZIP_BOMB'],
  ])('are refused: %s', async (_, content, code) => {
    await expect(readFiles({ 'a.json': content })).rejects.toMatchObject({ name: 'InputRefused', code });
  });

  it('says where a broken document stands', async () => {
    const text = JSON.stringify(gstr2b({ b2b: [supplier([invoice()]), supplier([invoice(), invoice({ val: 777 })])] }));
    await expect(readFiles({ 'a.json': text.replace(':777', ':7.7.7') })).rejects.toMatchObject({
      message: expect.stringMatching(
        /a\.json cannot be read at \/data\/docdata\/b2b\/1\/inv\/1: it is not valid JSON\.$/,
      ),
    });
  });

  it('are refused in a folder too, where they break off a return', async () => {
    const files = {
      'in/a.json': gstr2bOf([invoice()]),
      'in/b.json': JSON.stringify(gstr2bOf([invoice()])).slice(0, -9),
    };
    await expect(readFiles(files, { inputs: ['in'] })).rejects.toMatchObject({ code: 'JSON_INVALID' });
  });

  it('takes no harm from a text that looks like SQL', async () => {
    const evil = `'); DROP TABLE portal; -- "`;
    const { rows } = await readFiles({
      "it's.json": gstr2b({
        b2b: [supplier([invoice({ inum: evil, pos: evil, irngendate: evil })], { trdnm: evil, supfildt: evil })],
      }),
    });
    expect(rows).toMatchObject([{ number: evil, cp_name: evil }]);
  });

  it('mends a text that was cut in the middle of an emoji', async () => {
    const text = JSON.stringify(gstr2bOf([invoice({ remarks: 'late \\ud83d\ude00 \ud83d', inum: '\\ud800' })]));
    const { rows } = await readFiles({ 'a.json': text });
    expect(rows).toMatchObject([{ ims_remarks: 'late \\ud83d\ufffd \ufffd', number: '\\ud800' }]);
  });

  it('takes the first of two members of one name', async () => {
    const text = JSON.stringify(gstr2bOf([invoice()])).replace('"inum":"INV/1"', '"inum":"INV/1","inum":"INV/2"');
    expect((await readFiles({ 'a.json': text })).rows).toMatchObject([{ number: 'INV/1' }]);
  });
});

describe('a run', () => {
  it('reports progress and stops when told to', async () => {
    const file = { 'a.json': gstr2bOf([invoice()]) };
    const seen: { rows: number; bytes: number; totalBytes: number }[] = [];
    await readFiles(file, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ stage: 'portal', rows: 1, bytes: seen[0]?.totalBytes });
    const controller = new AbortController();
    const stopping = readFiles(file, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('stopped')),
    });
    await expect(stopping).rejects.toThrow('stopped');
  });

  it('names inputs that are not there', async () => {
    await expect(readFiles({}, { inputs: ['nowhere'] })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
