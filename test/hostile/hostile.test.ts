import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createTestFolder, listFiles, readJsonLines } from '../support/folders.ts';
import { runMilaanHere } from '../support/milaan-here.ts';
import {
  DEMO_PORTAL,
  DEMO_REGISTER,
  type Ended,
  runMilaanProcess,
  TALLY_PORTAL,
  TALLY_REGISTER,
} from '../support/milaan-process.ts';
import { sheetXml, workbookBytes, zipBytes } from '../support/zip-bytes.ts';

const tallyPortal = readFileSync(TALLY_PORTAL, 'utf8');
const tallyRegister = readFileSync(TALLY_REGISTER, 'utf8');
const HEADERS = [
  'Document Type',
  'Document Number',
  'Document Date',
  'Supplier GSTIN',
  'My GSTIN',
  'Item Taxable Amount',
  'CGST Amount',
  'SGST Amount',
];
const goodCells = (number: string) => [
  'invoice',
  number,
  '01-10-2026',
  '27AAACB2222B1ZJ',
  '27AAACA1111A1ZS',
  '100.00',
  '9.00',
  '9.00',
];

const nested = (depth: number): string => `${'{"data":'.repeat(depth)}1${'}'.repeat(depth)}`;
const page = (number: number, of: number) => ({
  status_cd: '1',
  data: {
    data: {
      gstin: '27AAACA1111A1ZS',
      rtnprd: '102026',
      gendt: '14-11-2026',
      fc: of,
      docdata: {
        b2b: [
          {
            ctin: '27AAACB2222B1ZJ',
            trdnm: 'BHARAT PIPES LLP',
            supprd: '102026',
            supfildt: '10-11-2026',
            inv: [
              {
                inum: `P${number}`,
                dt: '01-10-2026',
                typ: 'R',
                val: 118,
                pos: '27',
                rev: 'N',
                itcavl: 'Y',
                txval: 100,
                igst: 0,
                cgst: 9,
                sgst: 9,
                cess: 0,
              },
            ],
          },
        ],
      },
    },
  },
  request: { file_num: number },
});
const zeros = (mebibytes: number): Buffer => Buffer.alloc(mebibytes * 2 ** 20, '0');

type Files = Readonly<Record<string, string | Buffer>>;

function writeFiles(folder: string, files: Files): string[] {
  return Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  });
}

type Run = (args: readonly string[]) => Promise<Ended>;
/** For what could fill the memory of the machine. */
const inLittleMemory: Run = (args) => runMilaanProcess(args, { env: { NODE_OPTIONS: '--max-old-space-size=512' } });
const OF_TALLY = ['--gstin', '27AAACA1111A1ZS'];

/** Runs with earlier results in the output folder, and gives what is there afterwards. */
async function runOver(
  folder: string,
  purchases: readonly string[],
  portal: readonly string[],
  { more = [], run = runMilaanHere }: { readonly more?: readonly string[]; readonly run?: Run } = {},
) {
  const out = join(folder, 'out');
  writeFiles(out, {
    'results.jsonl.gz': 'earlier',
    'summary.json': '{"files":[{"name":"results.csv"}]}',
    'results.csv': 'earlier',
  });
  const files = ['--purchases', ...purchases, '--portal', ...portal, '--out', out];
  return { ended: await run(['reconcile', ...files, '--as-of', '2026-11-22', '--quiet', ...more]), out };
}

const EARLIER = ['results.csv', 'results.jsonl.gz', 'summary.json'];

describe('a purchase register that cannot be read', () => {
  it.each<[string, Files, RegExp, Run?]>([
    ['empty', { 'a.csv': '' }, /empty/i],
    ['blank', { 'a.csv': '\n \n\t\n' }, /empty|header/i],
    [
      'an image',
      { 'a.csv': Buffer.from('89504e470d0a1a0a0000000d49484452000001f4000001f4080600', 'hex') },
      /neither text nor a workbook/,
    ],
    ['a PDF', { 'a.pdf': '%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< /Type /Catalog >>\nendobj\n' }, /PDF|not|recognised/i],
    ['an old .xls', { 'a.xls': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)]) }, /xls/i],
    ['noise', { 'a.csv': Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3)) % 256)) }, /./],
    ['prose', { 'a.txt': 'Dear sir,\nplease find the bills enclosed.\n' }, /header|column/i],
    ['without a column that it needs', { 'a.csv': tallyRegister.replace('GSTIN/UIN', 'Remarks') }, /GSTIN/],
    [
      'with a column there twice',
      { 'a.csv': 'Supplier GSTIN,Supplier GSTIN,Bill No,Bill Date,Taxable Value\n' },
      /Supplier GSTIN/,
    ],
    [
      'a million columns wide',
      { 'a.csv': `${HEADERS.join(',')},${Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',')}\n` },
      /column/i,
      inLittleMemory,
    ],
    ['broken JSON', { 'a.json': '[{"documentNumber": "1", "documentDate": ' }, /JSON/],
    ['JSON of endless depth', { 'a.json': nested(100_000) }, /deep|JSON/i, inLittleMemory],
    [
      'a cut-off workbook',
      { 'a.xlsx': workbookBytes(sheetXml([HEADERS, goodCells('A1')])).subarray(0, 900) },
      /ZIP|damaged|XLSX|workbook/i,
    ],
    [
      'a workbook that is a ZIP bomb',
      {
        'a.xlsx': workbookBytes(
          `<worksheet><sheetData><row><c><v>${zeros(300).toString()}</v></c></row></sheetData></worksheet>`,
        ),
      },
      /unpack|bomb|large|ratio|32,?767/i,
      inLittleMemory,
    ],
    [
      'a workbook with an entity bomb',
      {
        'a.xlsx': workbookBytes(
          `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&c;</t></is></c></row></sheetData></worksheet>`,
        ),
      },
      /XML|DOCTYPE|header|entit/i,
      inLittleMemory,
    ],
    ['a portal file', { 'a.json': tallyPortal }, /GSTR-2B|--portal|portal/i],
  ])(
    '%s is refused with the reason, exit code 3, earlier results untouched',
    async (_what, files, reason, run = runMilaanHere) => {
      const folder = createTestFolder();
      const purchases = writeFiles(folder, files);
      const { ended, out } = await runOver(folder, purchases, [TALLY_PORTAL], { more: OF_TALLY, run });
      expect(ended.stderr).toMatch(reason);
      expect(ended).toMatchObject({ code: 3, signal: null, stdout: '' });
      expect(ended.stderr.length).toBeLessThan(1500);
      expect(listFiles(out)).toEqual(EARLIER);
      expect(readFileSync(join(out, 'results.jsonl.gz'), 'utf8')).toBe('earlier');
    },
  );

  it('may not know whose register it is, when the portal files hold several registrations', async () => {
    const folder = createTestFolder();
    const { ended, out } = await runOver(folder, [TALLY_REGISTER], [DEMO_PORTAL]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('--gstin');
    expect(listFiles(out)).toEqual(EARLIER);
  });
});

describe('portal files that cannot be read', () => {
  it.each<[string, Files, RegExp, Run?]>([
    ['empty', { 'b.json': '' }, /empty|nothing|JSON/i],
    ['cut off', { 'b.json': tallyPortal.slice(0, -200) }, /JSON|ends|cut|incomplete|truncated/i],
    ['of endless depth', { 'b.json': nested(100_000) }, /deep|depth|levels/i, inLittleMemory],
    ['a page missing', { 'b.json': JSON.stringify([page(1, 3), page(3, 3)]) }, /27AAACA1111A1ZS[\s\S]*2/],
    ['a list of numbers', { 'b.json': '[1,2,3]' }, /./],
    ['a purchase register', { 'b.csv': tallyRegister }, /GSTR/],
    [
      'IMS data',
      {
        'b.json': JSON.stringify({ b2b: [{ stin: '27AAACB2222B1ZJ', inum: '1', action: 'A', hash: 'x' }], b2bcn: [] }),
      },
      /IMS|GSTR/,
    ],
    ['a ZIP bomb', { 'b.zip': zipBytes([{ name: 'b.json', bytes: zeros(300) }]) }, /./, inLittleMemory],
    [
      'a ZIP that lies about its size',
      { 'b.zip': zipBytes([{ name: 'b.json', bytes: zeros(100), claimedBytes: 10 }]) },
      /./,
      inLittleMemory,
    ],
    ['an empty ZIP', { 'b.zip': zipBytes([]) }, /./],
    [
      'of another registration',
      { 'b.json': tallyPortal.replaceAll('27AAACA1111A1ZS', '29AAACA1111A1ZO') },
      /29AAACA1111A1ZO|registration/,
    ],
  ])(
    '%s: refused with the reason, exit code 3, earlier results untouched',
    async (_what, files, reason, run = runMilaanHere) => {
      const folder = createTestFolder();
      const portal = writeFiles(folder, files);
      const { ended, out } = await runOver(folder, [TALLY_REGISTER], portal, { more: OF_TALLY, run });
      expect(ended.stderr).toMatch(reason);
      expect(ended).toMatchObject({ code: 3, signal: null, stdout: '' });
      expect(ended.stderr.length).toBeLessThan(1500);
      expect(listFiles(out)).toEqual(EARLIER);
      expect(readFileSync(join(out, 'results.jsonl.gz'), 'utf8')).toBe('earlier');
    },
  );

  it('an empty folder is refused', async () => {
    const folder = createTestFolder();
    mkdirSync(join(folder, 'portal'));
    const { ended } = await runOver(folder, [TALLY_REGISTER], [join(folder, 'portal')], { more: OF_TALLY });
    expect(ended.code).toBe(3);
  });

  it('with --json the refusal is an object on stdout', async () => {
    const folder = createTestFolder();
    const [portal = ''] = writeFiles(folder, { 'b.json': JSON.stringify([page(1, 3), page(3, 3)]) });
    const { ended } = await runOver(folder, [TALLY_REGISTER], [portal], { more: ['--json'] });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: { code: 'PORTAL_INCOMPLETE', exitCode: 3, file: expect.any(String), message: expect.stringMatching(/2/) },
    });
  });
});

describe('odd files that can be read', () => {
  const summaryOf = (out: string) => JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));

  it('a cell of 2 MB costs its row, not the file', async () => {
    const folder = createTestFolder();
    const huge = goodCells('A2').map((cell, index) => (index === 1 ? 'x'.repeat(2 ** 21) : cell));
    const csv = [HEADERS, goodCells('A1'), huge, goodCells('A3')].map((row) => row.join(',')).join('\n');
    const { ended, out } = await runOver(folder, writeFiles(folder, { 'a.csv': csv }), [TALLY_PORTAL], {
      run: inLittleMemory,
    });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(out)).toMatchObject({ rejectedRows: 1, booksDocuments: 2 });
  });

  it.each<[string, Buffer]>([
    ['UTF-8 with BOM', Buffer.from(`\ufeff${tallyRegister}`, 'utf8')],
    ['UTF-16 LE', Buffer.from(`\ufeff${tallyRegister}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\ufeff${tallyRegister}`, 'utf16le').swap16()],
    ['windows-1252', Buffer.from(tallyRegister.replace('City Hotels', 'Café Élysée'), 'latin1')],
    ['CR LF', Buffer.from(tallyRegister.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'))],
    ['no newline at the end', Buffer.from(tallyRegister.trimEnd())],
  ])('%s reads like plain UTF-8', async (_what, bytes) => {
    const folder = createTestFolder();
    const { ended, out } = await runOver(folder, writeFiles(folder, { 'a.csv': bytes }), [TALLY_PORTAL]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(out)).toMatchObject({ rejectedRows: 0, booksDocuments: 9 });
  });

  it('formula cells count by their saved value, and text that looks like a formula stays text', async () => {
    const folder = createTestFolder();
    const attack = goodCells('=HYPERLINK("http://evil.example","x")');
    const formula = [...goodCells('F1').slice(0, 5), { formula: '50+50', value: '100.00' }, '9.00', '9.00'];
    const bad = ['invoice', '@SUM(1)', 'never', '27AAACB2222B1ZJ', '27AAACA1111A1ZS', '100.00', '9.00', '9.00'];
    const files = { 'a.xlsx': workbookBytes(sheetXml([HEADERS, formula, attack, bad])) };
    const { ended, out } = await runOver(folder, writeFiles(folder, files), [TALLY_PORTAL], {
      more: ['--formats', 'jsonl,csv'],
    });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(out)).toMatchObject({ rejectedRows: 1, booksDocuments: 2 });
    const lines = readJsonLines(join(out, 'results.jsonl.gz')) as {
      pr: { documentReferenceNumber: string; taxableValue: number } | null;
    }[];
    const books = lines.flatMap(({ pr }) => (pr === null ? [] : [[pr.documentReferenceNumber, pr.taxableValue]]));
    expect(books).toEqual(
      expect.arrayContaining([
        ['F1', 100],
        ['=HYPERLINK("http://evil.example","x")', 100],
      ]),
    );
    const dangerous = /(?:^|,)"?[=@]/m;
    expect(readFileSync(join(out, 'results.csv'), 'utf8')).not.toMatch(dangerous);
    expect(readFileSync(join(out, 'rejected-rows.csv'), 'utf8')).not.toMatch(dangerous);
  });

  it('control characters of a file never reach the terminal', async () => {
    const folder = createTestFolder();
    const purchases = writeFiles(folder, {
      'a.csv': `Supplier GSTIN,Bill No,Bill Date,\u001b[2J\u001b]0;owned\u0007\n1,2,3,4\n`,
    });
    const { ended } = await runOver(folder, purchases, [TALLY_PORTAL]);
    const inspected = await runMilaanHere(['inspect', ...purchases]);
    expect(ended.code).toBe(3);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(ended.stderr + inspected.stdout + inspected.stderr).not.toMatch(/[\u0007\u001b]/);
  });

  it('names of files with quotes, spaces and other scripts are only names', async () => {
    const folder = createTestFolder();
    const [purchases = '', portal = ''] = writeFiles(folder, {
      "ख़रीद 'x'; DROP TABLE books; --.csv": tallyRegister,
      'per*iod [1] {a,b}?.json': tallyPortal,
    });
    const { ended, out } = await runOver(folder, [purchases], [portal]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(out)).toMatchObject({ booksDocuments: 9 });
  });

  it('a portal document that cannot be used is reported beside the rows of the register; the others go on', async () => {
    const folder = createTestFolder();
    const [purchases = '', portal = ''] = writeFiles(folder, {
      'a.csv': [HEADERS, goodCells('A1'), goodCells('A2').map((cell, index) => (index === 2 ? 'never' : cell))]
        .map((row) => row.join(','))
        .join('\n'),
      'b.json': tallyPortal.replace(/"dt": "[0-9-]+"/, '"dt": "31-02-2026"'),
    });
    const { ended, out } = await runOver(folder, [purchases], [portal]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const once = await runOver(createTestFolder(), [TALLY_REGISTER], [TALLY_PORTAL]);
    expect(summaryOf(out)).toMatchObject({
      rejectedRows: 2,
      booksDocuments: 1,
      portalDocuments: summaryOf(once.out).portalDocuments - 1,
    });
    const rejected = readFileSync(join(out, 'rejected-rows.csv'), 'utf8');
    expect(rejected).toMatch(/a\.csv.*never/);
    expect(rejected).toMatch(/b\.json.*31-02-2026/s);
  });

  it('the same portal file under two names counts once', async () => {
    const folder = createTestFolder();
    const portal = writeFiles(folder, { 'b.json': tallyPortal, 'again/b (1).json': tallyPortal });
    const once = await runOver(createTestFolder(), [TALLY_REGISTER], [TALLY_PORTAL]);
    const twice = await runOver(folder, [TALLY_REGISTER], portal);
    expect(twice.ended.code).toBe(0);
    expect(summaryOf(twice.out).portalDocuments).toBe(summaryOf(once.out).portalDocuments);
  });

  it('a copy of the register under another name is not counted twice in silence', async () => {
    const folder = createTestFolder();
    const demo = readFileSync(DEMO_REGISTER);
    const { ended } = await runOver(folder, writeFiles(folder, { 'a.csv': demo, 'copy of a.csv': demo }), [
      DEMO_PORTAL,
    ]);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toMatch(/copy of a\.csv/);
  });

  it('keys such as __proto__ in a JSON register change nothing', async () => {
    const folder = createTestFolder();
    const keys = [
      'documentType',
      'documentNumber',
      'documentDate',
      'supplierGstin',
      'myGstin',
      'itemTaxableAmount',
      'cgstAmount',
      'sgstAmount',
    ];
    const object = Object.fromEntries(keys.map((key, index) => [key, goodCells('J1')[index]]));
    const text = JSON.stringify([object]).replace('{', '{"__proto__":{"documentNumber":"evil"},"constructor":1,');
    const { ended, out } = await runOver(folder, writeFiles(folder, { 'a.json': text }), [TALLY_PORTAL]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(summaryOf(out)).toMatchObject({ booksDocuments: 1, rejectedRows: 0 });
  });
});
