import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../packages/server/src/injected/clock.ts';
import { createJobPool } from '../../packages/server/src/jobs/job-pool.ts';
import {
  gstr2aOf,
  gstr2bOf,
  OWN,
  OWN_KARNATAKA,
  PAN,
  registerOf,
  STRANGER,
} from '../../packages/server/src/jobs/testing/job-folder.ts';
import { createTestFolder } from '../support/folders.ts';
import { sheetXml, workbookBytes, zipBytes } from '../support/zip-bytes.ts';

const pool = createJobPool({ jobs: 1, jobMemoryBytes: 1e9 }, systemClock);
afterAll(() => pool.close());

const BILL = [{ inum: 'A/1', txval: 100 }];
const zipOf = (entries: Readonly<Record<string, string | Buffer>>): Buffer =>
  zipBytes(Object.entries(entries).map(([name, content]) => ({ name, bytes: Buffer.from(content) })));

const ingest = (content: Buffer, pan: string | null = PAN) => {
  const folder = createTestFolder();
  const path = join(folder, 'upl_1');
  const outFolder = join(folder, 'out');
  mkdirSync(outFolder);
  writeFileSync(path, content);
  return pool.run('ingestFile', { path, fileName: 'returns.zip', gstins: null, pan, outFolder, ...pool.budget });
};

describe('a ZIP', () => {
  it('may hold several returns, of both kinds and with other things beside them', async () => {
    const { side, segments, stats, warnings, rejectedRows } = await ingest(
      zipOf({
        'oct.json': gstr2bOf(BILL),
        'sep.json': gstr2bOf([], { rtnprd: '092026', gendt: '14-10-2026' }),
        'karnataka.json': gstr2bOf(BILL, { gstin: OWN_KARNATAKA }),
        'nov-2a.json': gstr2aOf(BILL, { fp: '112026' }),
        'read me.txt': 'The returns of this quarter.',
      }),
    );
    expect(side).toBe('PORTAL');
    expect(segments.map((of) => [of.side, of.ownGstin, of.returnPeriod, of.documents])).toEqual([
      ['GSTR_2B', OWN, '092026', 0],
      ['GSTR_2B', OWN, '102026', 1],
      ['GSTR_2B', OWN_KARNATAKA, '102026', 1],
      ['GSTR_2A', OWN, '112026', 1],
    ]);
    expect(new Set(segments.map(({ path }) => path)).size).toBe(4);
    expect(stats.map(({ gstin, validRows }) => [gstin, validRows])).toEqual([
      [OWN, 2],
      [OWN_KARNATAKA, 1],
    ]);
    expect(warnings).toEqual([expect.stringContaining('returns.zip/read me.txt was left out')]);
    expect(rejectedRows).toBe(0);
  });

  it('with returns of other registrations gives those back, with the reason', async () => {
    const { segments, rejectedRows, rejectedPath } = await ingest(
      zipOf({ 'a.json': gstr2bOf(BILL), 'b.json': gstr2bOf(BILL, { gstin: STRANGER }) }),
    );
    expect(segments.map(({ ownGstin }) => ownGstin)).toEqual([OWN]);
    expect(rejectedRows).toBe(1);
    expect(readFileSync(rejectedPath ?? '', 'utf8')).toMatch(
      new RegExp(`returns\\.zip/b\\.json.*belongs to ${STRANGER}, which is not among the registrations`),
    );
  });

  it('may hold the pages of one return', async () => {
    const page = (number: string) => gstr2bOf([{ inum: number, txval: 100 }], { fc: 2 });
    const { segments } = await ingest(zipOf({ '1.json': page('A/1'), '2.json': page('A/2') }));
    expect(segments).toMatchObject([{ documents: 2 }]);
  });

  it.each([
    ['of registers', { 'oct.csv': registerOf([]), 'sep.csv': registerOf([]) }, 'without a GSTR-2B'],
    ['of returns with a register among them', { 'a.json': gstr2bOf(BILL), 'oct.csv': registerOf([]) }, 'oct.csv'],
    [
      'of returns with a workbook among them',
      { 'a.json': gstr2bOf(BILL), 'o.xlsx': workbookBytes(sheetXml([['x']])) },
      'o.xlsx',
    ],
    ['of nothing', {}, 'without a GSTR-2B'],
  ] as const)(
    '%s is refused clearly',
    async (_, entries, words) =>
      await expect(ingest(zipOf(entries))).rejects.toMatchObject({
        name: 'JobRefused',
        reason: expect.stringMatching(/^(?:FILE_KIND_UNSUPPORTED|REGISTER_IN_ARCHIVE)$/),
        file: 'returns.zip',
        message: expect.stringContaining(words),
        hint: expect.stringContaining('Upload purchase registers on their own'),
      }),
  );

  it('of returns that all belong to somebody else is refused for that', async () =>
    await expect(ingest(zipOf({ 'a.json': gstr2bOf(BILL, { gstin: STRANGER }) }))).rejects.toMatchObject({
      reason: 'PORTAL_NOTHING_FOUND',
      message: expect.stringContaining('every return in it was left out'),
    }));
});

describe('a hostile file is refused, and its process takes the next one', () => {
  const bomb = Buffer.alloc(80 * 2 ** 20);
  it.each([
    ['a ZIP bomb', () => zipOf({ 'bomb.json': bomb }), 'ZIP_BOMB'],
    [
      'a ZIP that lies about its sizes',
      () => zipBytes([{ name: 'a.json', bytes: bomb, claimedBytes: 100 }]),
      undefined,
    ],
    [
      'a workbook that is a bomb',
      () => workbookBytes(`<worksheet>${' '.repeat(80 * 2 ** 20)}</worksheet>`),
      'ZIP_BOMB',
    ],
    ['JSON nested without end', () => Buffer.from('['.repeat(5e6)), undefined],
    ['half a ZIP', () => zipOf({ 'a.json': gstr2bOf(BILL) }).subarray(0, 200), 'ZIP_INVALID'],
    ['noise', () => Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)), undefined],
  ])('%s', async (_, content, reason) => {
    const refusal = await ingest(content()).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'JobRefused', file: expect.stringContaining('returns.zip') });
    if (reason !== undefined) expect(refusal).toMatchObject({ reason });
    await expect(ingest(Buffer.from(gstr2bOf(BILL)))).resolves.toMatchObject({ side: 'PORTAL' });
    expect(pool.pids).toHaveLength(1);
  });
});
