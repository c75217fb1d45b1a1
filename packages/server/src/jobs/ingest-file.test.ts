import { describe, expect, it } from 'vitest';
import { ingestFile } from './ingest-file.ts';
import type { IngestFileInput } from './job-contracts.ts';
import {
  BUDGET,
  createJobFolder,
  gstr2aOf,
  gstr2bOf,
  namesIn,
  OWN,
  OWN_KARNATAKA,
  outFolderIn,
  PAN,
  query,
  quietContext,
  registerOf,
  STRANGER,
  textOf,
  writeInput,
} from './testing/job-folder.ts';

const ROWS = [
  ['A/1', '01-08-2026', OWN, 100],
  ['A/2', '01-10-2026', OWN, 200],
  ['B/1', '05-09-2026', OWN_KARNATAKA, 300],
] as const;

const setUp = (content: string | Uint8Array) => {
  const folder = createJobFolder();
  const path = writeInput(folder, 'upl_1', content);
  const outFolder = outFolderIn(folder, 'out');
  const ingest = (more: Partial<IngestFileInput> = {}) =>
    ingestFile(
      { path, fileName: 'October.csv', gstins: null, pan: PAN, outFolder, ...BUDGET, ...more },
      quietContext(),
    );
  return { ingest, path, outFolder };
};

describe('a purchase register', () => {
  it('becomes a segment for each registration', async () => {
    const { ingest, outFolder } = setUp(registerOf(ROWS));
    const { side, segments, stats, rejectedRows, rejectedPath } = await ingest();
    expect(side).toBe('BOOKS');
    expect(segments.map(({ path: _, ...facts }) => facts)).toEqual([
      {
        ...{ side: 'BOOKS', ownGstin: OWN, returnPeriod: null, generatedOn: null },
        ...{ firstPeriod: '082026', lastPeriod: '102026', documents: 2 },
      },
      {
        ...{ side: 'BOOKS', ownGstin: OWN_KARNATAKA, returnPeriod: null, generatedOn: null },
        ...{ firstPeriod: '092026', lastPeriod: '092026', documents: 1 },
      },
    ]);
    expect(stats).toEqual([
      { gstin: OWN, totalDocumentCount: 2, validRows: 2, invalidRows: 0 },
      { gstin: OWN_KARNATAKA, totalDocumentCount: 1, validRows: 1, invalidRows: 0 },
    ]);
    expect([rejectedRows, rejectedPath]).toEqual([0, null]);
    expect(await query(`SELECT number, taxable FROM '${segments[0]?.path}' ORDER BY number`)).toEqual([
      ['A/1', '100.00'],
      ['A/2', '200.00'],
    ]);
    expect(namesIn(outFolder)).toEqual(['books-0.parquet', 'books-1.parquet']);
  });

  it('gives its bad rows back under the name that its owner knows', async () => {
    const { ingest, path } = setUp(registerOf([...ROWS, ['A/3', '31-02-2026', OWN, 400]]));
    const { stats, rejectedRows, rejectedPath } = await ingest();
    expect(rejectedRows).toBe(1);
    expect(stats[0]).toEqual({ gstin: OWN, totalDocumentCount: 2, validRows: 2, invalidRows: 1 });
    const csv = textOf(rejectedPath ?? '');
    expect(csv).toMatch(/^File,Row No\.,Document Type,.*,No\. of Errors,Error Message\r\n/);
    expect(csv).toMatch(/October\.csv,5,invoice,A\/3,31-02-2026,.*,1,"?Document Date ""31-02-2026"" is not a date/);
    expect(csv).not.toContain(path);
  });

  it('counts the rows in which no registration can be read, too', async () => {
    const { ingest } = setUp(registerOf([ROWS[0], ['N/1', '01-10-2026', '', 1], ['N/2', '01-10-2026', '27ABC', 1]]));
    const { stats, rejectedRows } = await ingest();
    expect(stats).toEqual([
      { gstin: OWN, totalDocumentCount: 1, validRows: 1, invalidRows: 0 },
      { gstin: null, totalDocumentCount: 0, validRows: 0, invalidRows: 2 },
    ]);
    expect(rejectedRows).toBe(2);
  });

  it.each([
    ['the registrations asked for', { gstins: [OWN], pan: null }],
    ['the PAN', { gstins: null, pan: PAN }],
  ])('rows of others than %s are reported whole, never dropped in silence', async (_, asked) => {
    const foreign = asked.pan === null ? OWN_KARNATAKA : STRANGER;
    const { ingest } = setUp(
      registerOf([ROWS[0], ['F/1', '01-10-2026', foreign, 1], ['F/2', '31-02-2026', foreign, 1]]),
    );
    const { segments, stats, rejectedRows, rejectedPath } = await ingest(asked);
    expect(segments.map(({ ownGstin, documents }) => [ownGstin, documents])).toEqual([[OWN, 1]]);
    expect(stats).toEqual([
      { gstin: OWN, totalDocumentCount: 1, validRows: 1, invalidRows: 0 },
      { gstin: foreign, totalDocumentCount: 0, validRows: 0, invalidRows: 2 },
    ]);
    expect(rejectedRows).toBe(2);
    const csv = textOf(rejectedPath ?? '');
    expect(csv).toMatch(
      new RegExp(`,3,invoice,F/1,.*My GSTIN ${foreign} is not among the registrations of this request`),
    );
    expect(csv).toMatch(/,4,invoice,F\/2,.*is not a date/);
  });

  it('without a column for its own registration is that of the one asked for', async () => {
    const text = `Document Number,Document Date,Supplier GSTIN,Item Taxable Amount\nA/1,01-10-2026,${STRANGER},100\n`;
    const { ingest } = setUp(text);
    await expect(ingest()).rejects.toMatchObject({ code: 'OWN_GSTIN_MISSING', file: 'October.csv' });
    expect((await ingest({ gstins: [OWN] })).segments.map(({ ownGstin }) => ownGstin)).toEqual([OWN]);
  });

  const WITHOUT_OWN = `Document Type,Document Number,Document Date,Supplier GSTIN,Item Taxable Amount\nInvoice,A/1,01-10-2026,${STRANGER},1\n`;
  it.each([
    ['HEADER_NOT_FOUND', 'once upon a time\nthere was\n', /names of the purchase template/],
    ['COLUMN_MISSING', 'Document Number,Document Date,Supplier GSTIN\nA,B,C\n', /the one of the purchase template/],
    ['COLUMN_DUPLICATE', WITHOUT_OWN.replace('Document Type', 'Document Number'), /^Remove or rename one\.$/],
    ['OWN_GSTIN_MISSING', WITHOUT_OWN, /userInputArgs\.gstins/],
  ])('refused for %s says what can be done by who has no command line', async (code, content, hint) => {
    const refusal = await setUp(content)
      .ingest()
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code, hint: expect.stringMatching(hint) });
    expect(JSON.stringify(refusal)).not.toContain('--');
  });

  it('names no flag of a command in what is wrong with a row', async () => {
    const { ingest } = setUp(registerOf([ROWS[0], ['A/9', '01-10-2026', '', 100]]));
    const csv = textOf((await ingest()).rejectedPath ?? '');
    expect(csv).toContain('My GSTIN is missing; fill it in, or name it alone in userInputArgs.gstins.');
  });

  it.each([
    ['a file that is no register', 'once upon a time\nthere was\nno register\n', 'HEADER_NOT_FOUND'],
    ['an empty file', '', 'FILE_EMPTY'],
    ['a register without a needed column', 'Document Number,Document Date,Supplier GSTIN\nA,B,C\n', 'COLUMN_MISSING'],
  ])('%s is refused by its name and leaves nothing', async (_, content, code) => {
    const { ingest, path, outFolder } = setUp(content);
    const refusal = await ingest().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'InputRefused', code, file: 'October.csv' });
    expect(String(refusal)).not.toContain(path);
    expect(namesIn(outFolder)).toEqual([]);
  });
});

describe('portal data', () => {
  it('is told by its content and becomes a segment of its return', async () => {
    const { ingest } = setUp(gstr2bOf([{ inum: 'A/1', txval: 100 }]));
    const { side, segments, stats } = await ingest();
    expect(side).toBe('PORTAL');
    expect(segments.map(({ path: _, ...facts }) => facts)).toEqual([
      {
        ...{ side: 'GSTR_2B', ownGstin: OWN, returnPeriod: '102026', generatedOn: '2026-11-14' },
        ...{ firstPeriod: '102026', lastPeriod: '102026', documents: 1 },
      },
    ]);
    expect(stats).toEqual([{ gstin: OWN, totalDocumentCount: 1, validRows: 1, invalidRows: 0 }]);
  });

  it('of a month without any purchase is held, too', async () => {
    const { ingest } = setUp(gstr2bOf([]));
    const { segments } = await ingest();
    const ofOctober = { returnPeriod: '102026', firstPeriod: '102026', lastPeriod: '102026' };
    expect(segments).toMatchObject([{ documents: 0, ...ofOctober }]);
    expect(await query(`SELECT count(*) FROM '${segments[0]?.path}'`)).toEqual([['0']]);
  });

  it('of a 2A has no day of generation', async () => {
    const { ingest } = setUp(gstr2aOf([{ inum: 'A/1', txval: 100 }]));
    expect((await ingest()).segments).toMatchObject([{ side: 'GSTR_2A', generatedOn: null, documents: 1 }]);
  });

  it('of a 2A of several periods keeps in each what stands in it: a run may want the older one alone', async () => {
    const statements = ['102026', '112026'].map((fp) => gstr2aOf([{ inum: 'A/1', txval: 100 }], { fp }));
    const { ingest } = setUp(`[${statements.join(',')}]`);
    expect((await ingest()).segments).toMatchObject([
      { returnPeriod: '102026', documents: 1 },
      { returnPeriod: '112026', documents: 1 },
    ]);
  });

  it('of another PAN is refused', async () => {
    const { ingest } = setUp(gstr2bOf([], { gstin: STRANGER }));
    await expect(ingest()).rejects.toMatchObject({ code: 'PORTAL_OTHER_REGISTRATION', file: 'October.csv' });
  });

  it('that lacks pages is refused with a way out', async () => {
    const { ingest } = setUp(gstr2bOf([{ inum: 'A/1', txval: 100 }], { fc: 3 }));
    await expect(ingest()).rejects.toMatchObject({
      code: 'PORTAL_INCOMPLETE',
      hint: expect.stringContaining('one ZIP'),
    });
  });

  it('gives documents back that cannot be used', async () => {
    const { ingest } = setUp(
      gstr2bOf([
        { inum: '', txval: 100 },
        { inum: 'A/2', txval: 100 },
      ]),
    );
    const { stats, rejectedRows, rejectedPath } = await ingest({ fileName: '2b.json' });
    expect(rejectedRows).toBe(1);
    expect(stats).toEqual([{ gstin: OWN, totalDocumentCount: 1, validRows: 1, invalidRows: 1 }]);
    expect(textOf(rejectedPath ?? '')).toMatch(/2b\.json,.*the document number is missing/);
  });

  it.each([
    ['BOOKS', gstr2bOf([]), 'portal data'],
    ['PORTAL', registerOf(ROWS), 'not a GSTR-2B'],
  ] as const)('what is not the %s that was announced is refused', async (expects, content, words) => {
    const { ingest } = setUp(content);
    await expect(ingest({ expects })).rejects.toMatchObject({
      code: 'FILE_NOT_RECOGNISED',
      message: expect.stringContaining(words),
    });
  });
});

it('stops when it is aborted', async () => {
  const { path, outFolder } = setUp(registerOf(ROWS));
  const signal = AbortSignal.abort(new Error('cancelled'));
  const input = { path, fileName: 'x', gstins: null, pan: null, outFolder, ...BUDGET };
  await expect(ingestFile(input, { signal, onProgress: () => undefined })).rejects.toThrow('cancelled');
  expect(namesIn(outFolder)).toEqual([]);
});
