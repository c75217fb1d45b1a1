import { describe, expect, it } from 'vitest';
import { gstr2b, gstr2bOf, invoice, note, SUPPLIER, supplier } from './testing/portal-data.ts';
import { column, readFiles } from './testing/read-files.ts';

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
