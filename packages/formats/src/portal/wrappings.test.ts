import { describe, expect, it } from 'vitest';
import { makeZip } from '../xlsx/testing/make-xlsx.ts';
import { gstr2b, gstr2bOf, invoice, OWN, SUPPLIER, supplier } from './testing/portal-data.ts';
import { column, readFiles } from './testing/read-files.ts';

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
