import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeZip } from '../xlsx/testing/make-xlsx.ts';
import {
  gstr2b,
  gstr2bOf,
  invoice,
  note,
  OTHER_OWN,
  OWN,
  STRANGER,
  SUPPLIER,
  supplier,
} from './testing/portal-data.ts';
import { type PortalRow, readFiles } from './testing/read-files.ts';

const sample = (name: string): Buffer => readFileSync(new URL(`./samples/gst-syn-${name}`, import.meta.url));
const V4 = 'gstr2b-v4-portal-102026.json';
const V3 = 'gstr2b-v3-preIMS-092024.json';
const PAGED = 'gstr2b-api-paged.json';
const EXCEL = 'gstr2b-v4-excel-102026.xlsx';

const byNumber = (rows: readonly PortalRow[], number: string): PortalRow[] =>
  rows.filter((row) => row.number === number);
const column = (rows: readonly PortalRow[], name: string): unknown[] => rows.map((row) => row[name]);

describe('the samples', () => {
  it('reads every section of a GSTR-2B as the portal gives it since October 2024', async () => {
    const { reading, rows, rejected } = await readFiles({ 'a.json': sample(V4) });
    expect(reading).toMatchObject({
      documents: 22,
      rejectedRows: 0,
      controlTotals: [],
      ignoredFiles: [],
      warnings: [],
    });
    expect(reading.files).toEqual([
      {
        ...{ path: 'a.json', kind: 'GSTR_2B', shape: 'v4', gstin: OWN, period: '102026', generatedOn: '2026-11-14' },
        ...{ documents: 22, bytes: sample(V4).length },
      },
    ]);
    expect(rejected).toEqual([]);
    const counts = new Map<string, number>();
    for (const row of rows)
      counts.set(`${row.section} ${row.bucket}`, (counts.get(`${row.section} ${row.bucket}`) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      ...{ 'B2B AVAILABLE': 6, 'B2B UNAVAILABLE': 2, 'B2B REJECTED': 1, 'B2B REVERSED_37A': 1, 'B2BA AVAILABLE': 1 },
      ...{ 'CDNR AVAILABLE': 2, 'CDNR REJECTED': 1, 'CDNRA AVAILABLE': 1, 'ECO AVAILABLE': 1, 'ISD AVAILABLE': 2 },
      ...{ 'ISD UNAVAILABLE': 1, 'IMPG AVAILABLE': 1, 'IMPGA AVAILABLE': 1, 'IMPGSEZ AVAILABLE': 1 },
    });
    expect(
      column(rows, 'seq')
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 22 }, (_, i) => i + 1));
    expect(new Set(column(rows, 'document_id')).size).toBe(22);
  });

  it('keeps what the documents say', async () => {
    const { rows } = await readFiles({ 'a.json': sample(V4) });
    expect(byNumber(rows, 'BP/26-27/0301')).toMatchObject([
      {
        ...{ section: 'B2BA', kind: 'INVOICE', original_kind: 'INVOICE', original_number: 'BP/26-27/0301' },
        ...{ original_date: '2026-08-14', ims_status: 'A', ims_itc_reduction: true, declared_igst: '0.00' },
        ...{ declared_cgst: '450.00', ims_remarks: 'qty short; partial ITC taken', supplier_filed_on: '2026-11-10' },
      },
    ]);
    expect(byNumber(rows, 'CN/26-27/021')).toMatchObject([{ kind: 'CREDIT_NOTE', taxable: '5000.00', cgst: '450.00' }]);
    expect(byNumber(rows, 'DN/26-27/004')).toMatchObject([{ kind: 'DEBIT_NOTE', taxable: '1500.00' }]);
    expect(byNumber(rows, 'GTC/1190')).toMatchObject([{ reverse_charge: true, igst: '2500.00', bucket: 'AVAILABLE' }]);
    expect(byNumber(rows, 'GTC/0044')).toMatchObject([
      { itc_reason: 'C', bucket: 'UNAVAILABLE', supplier_period: '042024' },
    ]);
    // The eligible and the ineligible half of one ISD document are two documents.
    expect(byNumber(rows, 'ISD/10/01').map((row) => [row.itc_available, row.igst])).toEqual([
      ['N', '600.00'],
      ['Y', '9000.00'],
    ]);
    expect(byNumber(rows, '7700001')).toMatchObject([
      {
        ...{ section: 'IMPGA', kind: 'BILL_OF_ENTRY', port_code: 'INNSA1', amendment_type: 'A', date: '2026-09-02' },
        ...{ original_number: '7700001', original_date: '2026-09-02', cgst: '0.00' },
      },
    ]);
    expect(byNumber(rows, '7712345')[0]).not.toHaveProperty('cp_gstin');
    expect(byNumber(rows, '8800021')).toMatchObject([{ section: 'IMPGSEZ', cp_gstin: '27AAACD4444D1Z1' }]);
  });

  it('sums the rate items of the older shape', async () => {
    const { reading, rows } = await readFiles({ 'a.json': sample(V3) });
    expect(reading.files[0]?.shape).toBe('v3');
    expect(rows.map((row) => [row.number, row.taxable, row.igst, row.cgst, row.line_count])).toEqual([
      ['BP/26-27/0390', '7600.00', '0.00', '190.00', 1],
      ['BP/26-27/0412', '100000.00', '0.00', '9000.00', 1],
      ['BP/26-27/0413', '25000.50', '0.00', '2250.05', 1],
      ['KBP000871', '48200.00', '8676.00', '0.00', 1],
      ['CN/26-27/021', '5000.00', '0.00', '450.00', 1],
      ['DN/26-27/004', '1500.00', '0.00', '135.00', 1],
    ]);
  });

  it('puts the pages of an API answer together to the same documents', async () => {
    const whole = await readFiles({ 'a.json': sample(V4) });
    const { reading, rows } = await readFiles({ 'b.json': sample(PAGED) });
    expect(reading).toMatchObject({ documents: 22, controlTotals: [], warnings: [] });
    expect(reading.returns).toEqual([
      { gstin: OWN, period: '102026', type: 'GSTR_2B', generatedOn: '2026-11-14', files: 1, superseded: 0 },
    ]);
    const withoutSeq = (row: PortalRow): PortalRow => ({ ...row, seq: 0 });
    expect(rows.map(withoutSeq)).toEqual(whole.rows.map(withoutSeq));
  });

  it('reads the Excel download to the same documents as the JSON download', async () => {
    const whole = await readFiles({ 'a.json': sample(V4) });
    const { reading, rows } = await readFiles({ 'a.xlsx': sample(EXCEL) });
    expect(reading).toMatchObject({ documents: 12, files: [{ shape: 'excel', generatedOn: '2026-11-14' }] });
    const byId = new Map(whole.rows.map((row) => [row.document_id, row]));
    for (const { seq: _, ...row } of rows) {
      const { seq: __, ims_status: ___, ims_itc_reduction, ...twin } = byId.get(row.document_id) ?? {};
      // The sample's Excel leaves the IMS declaration of notes out.
      expect(row).toEqual(row.section === 'B2BA' ? { ...twin, ims_itc_reduction } : twin);
    }
  });

  it('refuses lists of the Invoice Management System', async () => {
    for (const name of ['ims-getinv.json', 'ims-save.json']) {
      await expect(readFiles({ 'a.json': sample(name) })).rejects.toMatchObject({ code: 'PORTAL_IMS' });
    }
  });
});

describe('wrappings', () => {
  const { data } = gstr2bOf([invoice()]);
  it.each([
    ['bare', data],
    ['portal', { chksum: 'x', data }],
    ['WhiteBooks', { data: { chksum: 'x', data }, status_cd: '1', header: { gstin: OWN } }],
    ['Sandbox', { code: 200, data: { data: { data } }, transaction_id: 'x' }],
    ['list of answers', [{ status_cd: '1', data }]],
  ])('reads a return in its %s wrapping', async (_, wrapped) => {
    const { rows } = await readFiles({ 'a.json': wrapped });
    expect(column(rows, 'number')).toEqual(['INV/1']);
  });

  it('reads a pretty-printed text with a byte order mark', async () => {
    const { rows } = await readFiles({ 'a.json': `\ufeff${JSON.stringify(gstr2bOf([invoice()]), null, 2)}\r\n` });
    expect(column(rows, 'number')).toEqual(['INV/1']);
  });

  it('reads UTF-16', async () => {
    const { rows } = await readFiles({
      'a.json': Buffer.from(`\ufeff${JSON.stringify(gstr2bOf([invoice()]))}`, 'utf16le'),
    });
    expect(column(rows, 'number')).toEqual(['INV/1']);
  });

  it('finds returns in archives inside archives and in folders, and says what it passed over', async () => {
    const inner = makeZip([['deep/returns_22112026_R2B.json', JSON.stringify(gstr2bOf([invoice()]))]]);
    const { reading, rows } = await readFiles(
      {
        'in/2b.zip': makeZip([
          ['notes.txt', 'hello'],
          ['inner.zip', inner],
        ]),
        'in/other/b.dat': gstr2bOf([invoice({ inum: 'INV/2' })], { rtnprd: '092026' }),
        'in/other/package.json': { name: 'x' },
        'in/.hidden.json': gstr2bOf([invoice({ inum: 'INV/3' })], { rtnprd: '082026' }),
      },
      { inputs: ['in'] },
    );
    expect(column(rows, 'number')).toEqual(['INV/2', 'INV/1']);
    expect(reading.files.map((file) => file.path)).toEqual([
      'in/other/b.dat',
      'in/2b.zip/inner.zip/deep/returns_22112026_R2B.json',
    ]);
    expect(reading.ignoredFiles).toEqual([
      { path: 'in/2b.zip/notes.txt', reason: 'it is neither JSON nor an Excel workbook' },
      { path: 'in/other/package.json', reason: 'it holds no GSTR-2B or GSTR-2A' },
    ]);
  });

  it('takes the spellings of sections and blocks that occur', async () => {
    const reversed = { b2b: [supplier([invoice({ inum: 'R1' })])] };
    const { rows } = await readFiles({
      'a.json': gstr2b(
        { B2B: [supplier([invoice({ inum: 'A1' })])], itcrev: reversed, unknown: [{ a: 1 }], isda: null },
        {
          docRevdata: [reversed],
          docRejdata: { ecoma: [supplier([invoice({ inum: 'E1', oinum: 'E0', oidt: '01-09-2026' })])] },
        },
      ),
    });
    expect(rows.map((row) => [row.number, row.section, row.bucket])).toEqual([
      ['A1', 'B2B', 'AVAILABLE'],
      ['R1', 'B2B', 'REVERSED_37A'],
      ['R1', 'B2B', 'REVERSED_37A'],
      ['E1', 'ECOA', 'REJECTED'],
    ]);
    expect(rows[2]?.document_id).toBe(`${rows[1]?.document_id}#2`);
  });

  it('loses nothing in silence', async () => {
    const { reading, rows, rejected } = await readFiles({
      'a.json': gstr2b({
        b2b: supplier([invoice()]),
        b2ba: 'many',
        ecom: [supplier([]), { ctin: SUPPLIER, invoices: [invoice()] }, { ctin: SUPPLIER, inv: invoice() }],
        impg: { boenum: '1' },
        isd: null,
        b2c: [{ inv: [invoice()] }],
        b2d: [],
      }),
    });
    expect(column(rows, 'number')).toEqual(['INV/1']);
    expect(column(rejected, 'message')).toEqual([
      '/data/docdata/b2ba: it must be a list of documents',
      '/data/docdata/ecom/1: it holds no list of documents',
      '/data/docdata/ecom/2/inv: it must be a list of documents',
      '/data/docdata/impg: it must be a list of documents',
    ]);
    expect(reading.warnings).toEqual(['a.json has sections that are not known, so nothing in them was read: b2c.']);
  });

  it('reads suppliers whose members come after their documents, and the same supplier twice', async () => {
    const { rows } = await readFiles({
      'a.json': gstr2b({
        b2b: [
          { inv: [invoice()], supprd: '092026', ctin: ` ${SUPPLIER.toLowerCase()} ` },
          supplier([invoice({ inum: 'INV/2' })]),
        ],
      }),
    });
    expect(rows.map((row) => [row.cp_gstin, row.supplier_period, row.cp_name])).toEqual([
      [SUPPLIER, '092026', undefined],
      [SUPPLIER, '102026', 'BHARAT PIPES LLP'],
    ]);
  });
});

describe('returns', () => {
  it('lets the latest generation replace the earlier ones', async () => {
    const { reading, rows } = await readFiles({
      'new.json': gstr2bOf([invoice({ txval: 200 })], { gendt: '18-11-2026' }),
      'old.json': gstr2bOf([invoice(), invoice({ inum: 'INV/2' })]),
    });
    expect(rows).toMatchObject([{ number: 'INV/1', taxable: '200.00', generated_on: '2026-11-18', seq: 1 }]);
    expect(reading.returns).toMatchObject([{ generatedOn: '2026-11-18', superseded: 1, files: 1 }]);
    expect(reading.ignoredFiles).toEqual([
      { path: 'old.json', reason: `replaced by the GSTR-2B of ${OWN} for 102026 generated on 2026-11-18` },
    ]);
  });

  it('counts a copy of a file once, however it is wrapped', async () => {
    const { data } = gstr2bOf([invoice()]);
    const { reading, rows } = await readFiles({
      'a.json': { chksum: '1', data },
      'b.json': { status_cd: '1', data: { data } },
    });
    expect(rows).toHaveLength(1);
    expect(reading.ignoredFiles).toEqual([{ path: 'b.json', reason: 'a copy of a.json' }]);
  });

  it('puts several files of one generation together, and counts documents that stand in two of them once', async () => {
    const { reading, rows } = await readFiles({
      'a.json': gstr2bOf([invoice(), invoice({ inum: 'INV/2' })]),
      'b.json': gstr2bOf([invoice({ inum: 'INV/2' }), invoice({ inum: 'INV/3' }), invoice({ inum: 'INV/3' })]),
    });
    expect(column(rows, 'number')).toEqual(['INV/1', 'INV/2', 'INV/3', 'INV/3']);
    expect(column(rows, 'seq').map(Number).sort()).toEqual([1, 2, 3, 4]);
    expect(reading.warnings).toEqual([
      expect.stringContaining('do not say how many there should be'),
      '1 documents stand in several files of one return; they count once.',
    ]);
  });

  it('takes the JSON where the Excel of the same generation is there too', async () => {
    const { reading, rows } = await readFiles({ 'a.xlsx': sample(EXCEL), 'b.json': sample(V4) });
    expect(rows).toHaveLength(22);
    expect(reading.ignoredFiles).toEqual([{ path: 'a.xlsx', reason: 'the same return is read from JSON' }]);
  });

  it('refuses two different statements of one day', async () => {
    const withSummary = (igst: number): unknown =>
      gstr2bOf([invoice({ igst })], {
        itcsumm: { itcavl: { nonrevsup: { b2b: { igst, cgst: 9, sgst: 9, cess: 0 } } } },
      });
    await expect(readFiles({ 'a.json': withSummary(0), 'b.json': withSummary(5) })).rejects.toMatchObject({
      code: 'PORTAL_CONFLICT',
      file: expect.stringContaining('b.json'),
    });
  });

  it('refuses other registrations in files named, and leaves them out of folders', async () => {
    const files = { 'in/a.json': gstr2bOf([invoice()]), 'in/b.json': gstr2bOf([invoice()], { gstin: STRANGER }) };
    await expect(readFiles(files, { gstins: [OWN] })).rejects.toMatchObject({ code: 'PORTAL_OTHER_REGISTRATION' });
    await expect(readFiles(files, { pan: 'AAACA1111A' })).rejects.toMatchObject({ code: 'PORTAL_OTHER_REGISTRATION' });
    const { reading, rows } = await readFiles(files, { pan: 'AAACA1111A', inputs: ['in'] });
    expect(column(rows, 'own_gstin')).toEqual([OWN]);
    expect(reading.ignoredFiles[0]?.reason).toContain(STRANGER);
  });

  it('keeps registrations and periods apart', async () => {
    const { reading, rows } = await readFiles({
      'a.json': gstr2bOf([invoice()]),
      'b.json': gstr2bOf([invoice()], { gstin: OTHER_OWN }),
      'c.json': gstr2bOf([invoice()], { rtnprd: '112026', gendt: '14-12-2026' }),
    });
    expect(new Set(column(rows, 'document_id')).size).toBe(3);
    expect(reading.returns.map((r) => [r.gstin, r.period])).toEqual([
      [OWN, '102026'],
      [OWN, '112026'],
      [OTHER_OWN, '102026'],
    ]);
  });
});

describe('pages', () => {
  const page = (number: number | null, count: number | null, invoices: readonly unknown[]): unknown => ({
    ...(number === null ? {} : { request: { file_num: number } }),
    ...{ status_cd: '1', data: gstr2bOf(invoices, count === null ? {} : { fc: count }) },
  });
  const announcement = (count: number): unknown => ({
    ...{
      status_cd: '3',
      data: { chksum: 'x', data: { gstin: OWN, rtnprd: '102026', gendt: '14-11-2026', fc: count } },
    },
    ...{ itcsumm: {} },
  });

  it('joins pages of several files, numbered or not', async () => {
    const { rows } = await readFiles({
      'a.json': page(2, 3, [invoice({ inum: 'B' })]),
      'b.json': page(null, 3, [invoice({ inum: 'C' })]),
      'c.json': page(1, 3, [invoice({ inum: 'A' })]),
    });
    expect(column(rows, 'number')).toEqual(['A', 'B', 'C']);
  });

  it.each([
    ['announced by an answer', [announcement(3), page(1, null, [invoice()]), page(3, null, [])], 'page 2 of 3'],
    ['announced by a page', [page(2, 2, [invoice()])], 'page 1 of 2'],
    ['known by its number', [page(4, null, [invoice()]), page(1, null, [])], 'pages 2, 3 of 4'],
    ['hidden by a copy', [page(1, 2, [invoice()]), page(1, 2, [invoice()])], 'page 2 of 2'],
    ['hidden by a copy without number', [page(null, 2, [invoice()]), page(null, 2, [invoice()])], 'page 2 of 2'],
  ])('refuses a return with a missing page, %s', async (_, answers, missing) => {
    await expect(readFiles({ 'a.json': answers })).rejects.toMatchObject({
      code: 'PORTAL_INCOMPLETE',
      message: `The GSTR-2B of ${OWN} for 102026 is incomplete: ${missing} missing.`,
    });
  });

  it('takes two empty pages for two pages', async () => {
    const { reading } = await readFiles({ 'a.json': [page(1, 3, []), page(2, 3, []), page(3, 3, [invoice()])] });
    expect(reading.documents).toBe(1);
  });

  it('refuses an answer of the API that reports an error, but takes "no data" for empty', async () => {
    const failed = { status_cd: '0', error: { error_cd: 'RET11402', message: 'Not authorised' } };
    await expect(readFiles({ 'a.json': [page(1, 1, [invoice()]), failed] })).rejects.toMatchObject({
      code: 'PORTAL_ERROR_ANSWER',
      message: expect.stringContaining('RET11402: Not authorised'),
    });
    const empty = { status_cd: '0', error: { error_cd: 'RET2B1016', message: 'No data' } };
    expect((await readFiles({ 'a.json': [page(1, 1, [invoice()]), empty] })).reading.documents).toBe(1);
  });
});

describe('documents that cannot be used', () => {
  it('rejects each with all of its reasons and keeps the rest', async () => {
    const { reading, rows, rejected } = await readFiles({
      'a.json': gstr2b({
        b2b: [
          supplier([
            invoice(),
            invoice({ inum: ' ', dt: '31-02-2026' }),
            invoice({ inum: 'INV/3', txval: 'abc' }),
            'no document',
            invoice({ inum: 'INV/5', igst: -5 }),
            { inum: 'INV/6', dt: '03-10-2026' },
            invoice({ inum: 'INV/7', dt: 12 }),
            invoice({ inum: 'INV/8', cess: { a: 1 } }),
            invoice({ inum: 'INV/9', txval: 1e300 }),
          ]),
          { inv: [invoice({ inum: 'INV/10' })] },
          17,
        ],
        cdnr: [supplier([note({ typ: 'X' })], {}, 'nt')],
        isd: [supplier([{ doctyp: 'ISDI', docnum: 'I/1', docdt: '', igst: 1 }], {}, 'doclist')],
      }),
    });
    expect(column(rows, 'number')).toEqual(['INV/1']);
    expect(column(rows, 'seq')).toEqual([1]);
    expect(reading.rejectedRows).toBe(12);
    expect(rejected.map((row) => [Number(row.row), row.errors, row.message])).toEqual([
      [
        2,
        2,
        '/data/docdata/b2b/0/inv/1: the document number is missing; the date "31-02-2026" is not a date (DD-MM-YYYY)',
      ],
      [3, 1, '/data/docdata/b2b/0/inv/2: the taxable value "abc" is not an amount'],
      [4, 1, '/data/docdata/b2b/0/inv/3: a document must be an object'],
      [5, 1, '/data/docdata/b2b/0/inv/4: its amounts have different signs'],
      [6, 1, '/data/docdata/b2b/0/inv/5: it holds no amount'],
      [7, 1, '/data/docdata/b2b/0/inv/6: the date "12" is not a date (DD-MM-YYYY)'],
      [8, 1, '/data/docdata/b2b/0/inv/7: cess "{"a":1}" is not an amount'],
      [9, 1, '/data/docdata/b2b/0/inv/8: the taxable value "1e+300" is not an amount'],
      [10, 1, '/data/docdata/b2b/1/inv/0: the GSTIN of the supplier is missing'],
      [11, 1, '/data/docdata/b2b/2: a supplier must be an object'],
      [12, 1, '/data/docdata/cdnr/0/nt/0: the kind of the document is not one of its section (C or D, ISDI or ISDC)'],
      [13, 1, '/data/docdata/isd/0/doclist/0: the date is missing'],
    ]);
    expect(JSON.parse(String(rejected[0]?.cells))).toMatchObject({ dt: '31-02-2026' });
    expect(rejected[0]?.file).toBe('a.json');
  });

  it('reads amounts that came as text, grouped or blank', async () => {
    const { rows } = await readFiles({
      'a.json': gstr2bOf([
        invoice({ txval: '1,23,456.70', cgst: '9.00', sgst: ' 9 ', igst: '', cess: null, val: 'n.k.' }),
      ]),
    });
    expect(rows).toMatchObject([{ taxable: '123456.70', cgst: '9.00', sgst: '9.00', igst: '0.00', cess: '0.00' }]);
    expect(rows[0]).not.toHaveProperty('value');
  });

  it('takes codes in any case, and leaves out those it does not know', async () => {
    const { rows } = await readFiles({
      'a.json': gstr2bOf([
        invoice({ rev: 'y', itcavl: ' n ', typ: 'SEZWOP', pos: '6', rsn: 'Z' }),
        invoice({ inum: 'INV/2', typ: 'other', pos: '00', itcavl: 'T' }),
      ]),
    });
    expect(rows).toMatchObject([
      {
        number: 'INV/1',
        reverse_charge: true,
        itc_available: 'N',
        bucket: 'UNAVAILABLE',
        supply_type: 'SEWOP',
        pos: '06',
      },
      { number: 'INV/2', itc_available: 'T', bucket: 'AVAILABLE' },
    ]);
    for (const name of ['itc_reason', 'supply_type', 'pos']) expect(rows[1]).not.toHaveProperty(name);
  });

  it('sums items exactly and prefers the totals of the document', async () => {
    const item = (txval: unknown): unknown => ({ rt: 18, txval, cgst: '0.10', sgst: 0.2, igst: 0, cess: '' });
    const { txval: _, igst: __, cgst: ___, sgst: ____, cess: _____, ...bare } = invoice();
    const { rows, rejected } = await readFiles({
      'a.json': gstr2bOf([
        { ...bare, items: Array.from({ length: 10 }, () => item('1,000.10')) },
        invoice({ inum: 'INV/2', items: [item(7)] }),
        { ...bare, inum: 'INV/3', items: [item('x'), item(1)] },
        { ...bare, inum: 'INV/4', items: [] },
      ]),
    });
    expect(rows).toMatchObject([
      { number: 'INV/1', taxable: '10001.00', cgst: '1.00', sgst: '2.00', cess: '0.00', line_count: 10 },
      { number: 'INV/2', taxable: '100.00', line_count: 1 },
    ]);
    expect(column(rejected, 'message')).toEqual([
      expect.stringContaining('the taxable value "item x" is not an amount'),
      expect.stringContaining('it holds no amount'),
    ]);
  });

  it('turns a wholly negative document into its counterpart, flagged', async () => {
    const { rows } = await readFiles({
      'a.json': gstr2bOf([invoice({ txval: -100, cgst: -9, sgst: -9, val: -118 })]),
    });
    expect(rows).toMatchObject([
      { kind: 'CREDIT_NOTE', taxable: '100.00', value: '118.00', flags: ['NEGATIVE_AMOUNTS'] },
    ]);
  });

  it('trusts the portal on a check digit that fails, and says so', async () => {
    const { rows } = await readFiles({
      'a.json': gstr2b({ b2b: [supplier([invoice()], { ctin: '01AABCE2207R1Z5' }), supplier([invoice()])] }),
    });
    expect(rows.map((row) => [row.cp_gstin, row.flags])).toEqual([
      ['01AABCE2207R1Z5', ['GSTIN_CHECK_DIGIT']],
      [SUPPLIER, undefined],
    ]);
  });
});
