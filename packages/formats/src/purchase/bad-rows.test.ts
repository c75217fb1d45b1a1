import { describe, expect, it } from 'vitest';
import { OWN, pick, readContents, readTemplate, SUPPLIER, templateCsv } from './testing/read-text.ts';

describe('bad rows', () => {
  it('are reported with every problem they have, and the good ones go on', async () => {
    const { reading, books, rejected } = await readTemplate([
      {},
      {
        number: '',
        supplier: '29AAGCB7383',
        date: '31-02-2026',
        pos: 'Atlantis',
        taxable: '12x',
        igst: '1.23E+05',
        own: '',
        type: 'Memo',
        period: '13/2026',
      },
      { number: 'INV/3', taxable: '' },
      { number: 'INV/4', supplier: '' },
      { number: 'INV/5', supplier: '', igst: '' },
    ]);
    expect(books.map((b) => b.number)).toEqual(['INV/1', 'INV/5']);
    expect(reading).toMatchObject({ lines: 5, documents: 2, rejectedRows: 3 });
    expect(rejected[0]).toBe(
      '3: Document Type "Memo" is not a document type; write Invoice, Credit or Debit. Document Number is missing. ' +
        'Document Date "31-02-2026" is not a date; write DD-MM-YYYY, DD/MM/YYYY, YYYY-MM-DD or DD-MMM-YYYY. ' +
        'Place of Supply "Atlantis" is not a state; write its two-digit code or its name. ' +
        'Return Filing Month "13/2026" is not a return period; write MMYYYY, such as 102026. ' +
        'Supplier GSTIN "29AAGCB7383": A GSTIN has 15 characters; this one has 11. ' +
        'My GSTIN is missing; fill it in, or name the registration with --gstin. ' +
        'Item Taxable Amount "12x" is not an amount. IGST Amount "1.23E+05" was cut short by a spreadsheet.',
    );
    expect(rejected.slice(1)).toEqual([
      '4: Item Taxable Amount is missing.',
      '5: Supplier GSTIN is missing, though the line carries tax; write the GSTIN, or URP for an unregistered supplier.',
    ]);
  });

  it('are named by the row that the source shows, past titles, blank lines and line breaks in cells', async () => {
    const csv = templateCsv([
      { name: 'two\nlines' },
      { number: 'INV/2', date: 'soon' },
      { number: 'INV/3', date: 'later' },
    ]);
    const [header = '', ...rest] = csv.split('\n');
    const { rejected } = await readContents([`Title\n\n${header}\n\n${rest.join('\n')}`], { ownGstin: null });
    expect(rejected.map((line) => line.split(' ', 4).join(' '))).toEqual([
      '6: Document Date "soon"',
      '7: Document Date "later"',
    ]);
  });

  it('are found in every file, also where DuckDB cannot read one of them', async () => {
    const good = templateCsv([{}, { number: 'INV/2', date: 'soon' }]);
    const odd = `${templateCsv([{ number: 'INV/3' }, { number: 'INV/4', date: 'later' }])}Invoice,"INV/5,03-10-2026\n${'x,'.repeat(30)}y\n`;
    const { reading, rejected, books } = await readContents([good, odd, good.replaceAll('INV/', 'NEW/')], {
      ownGstin: null,
    });
    expect(rejected.map((line) => line.slice(0, 30))).toEqual([
      '3: Document Date "soon" is not',
      '3: Document Date "later" is no',
      '4: A quote is opened and not c',
      '5: The row has 31 cells, the h',
      '3: Document Date "soon" is not',
    ]);
    expect(reading.files.map((f) => [f.lines, f.rejectedLines])).toEqual([
      [2, 1],
      [4, 3],
      [2, 1],
    ]);
    expect(books.map((b) => b.number)).toEqual(['INV/1', 'INV/3', 'NEW/1']);
  });

  it('are all of them when all are bad', async () => {
    const { books, rejected } = await readTemplate(
      Array.from({ length: 5_000 }, (_, i) => ({ number: `N${i}`, date: 'x' })),
    );
    expect(books).toEqual([]);
    expect(rejected).toHaveLength(5_000);
    expect(rejected[4_999]).toMatch(/^5001: /);
  });

  it('hide no line that has no number, no voucher and no id: equal ones are two documents', async () => {
    const header = 'Bill No,Bill Date,Voucher No,GSTIN,Taxable Value,IGST';
    const row = `,03-10-2026,,${SUPPLIER},1000,180`;
    const erpnext = await readContents(
      [`${header.replace('Voucher No', 'Posting Date')},Company GSTIN\n${row},${OWN}\n${row},${OWN}\n`],
      { ownGstin: null },
    );
    expect(erpnext.books.map((b) => pick(b, 'taxable', 'flags'))).toEqual([
      ['1000.00', ['NUMBER_MISSING']],
      ['1000.00', ['NUMBER_MISSING']],
    ]);
    expect(new Set(erpnext.books.map((b) => b.document_id)).size).toBe(2);
    const generic = await readContents([`${header}\n${row}\n`]);
    expect(generic.rejected).toEqual(['2: Bill No is missing.']);
  });
});
