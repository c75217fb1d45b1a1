import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeWorkbook, sheetData } from '../xlsx/testing/make-xlsx.ts';
import { readPurchases } from './read-purchases.ts';
import {
  OTHER,
  OWN,
  readContents,
  readTemplate,
  SUPPLIER,
  type TemplateLine,
  templateCsv,
} from './testing/read-text.ts';

const TALLY = readFileSync(
  new URL('../../../cli/samples/tally/purchase-register-tally-102026.csv', import.meta.url),
  'utf8',
);
const pick = (row: Readonly<Record<string, unknown>> | undefined, ...names: string[]): unknown[] =>
  names.map((name) => row?.[name]);

describe('a Tally register', () => {
  it('becomes documents: titles and the Grand Total are none, debit notes are the supplier credit notes', async () => {
    const { reading, books, rejected } = await readContents([TALLY]);
    expect(reading).toMatchObject({ lines: 9, documents: 9, rejectedRows: 0 });
    expect(reading.files[0]).toMatchObject({
      kind: 'TALLY',
      format: 'CSV',
      encoding: 'utf-8',
      headerRow: 5,
      lines: 9,
      rejectedLines: 0,
    });
    expect(rejected).toEqual([]);
    expect(books.map((b) => pick(b, 'kind', 'section', 'number', 'date', 'taxable', 'cgst', 'voucher_number'))).toEqual(
      [
        ['INVOICE', 'B2B', 'BP/0412/26-27', '2026-10-03', '100000.00', '9000.00', 'P/1101'],
        ['INVOICE', 'B2B', '413', '2026-10-06', '25000.50', '2250.05', 'P/1102'],
        ['INVOICE', 'B2B', 'BP-26-27-390', '2026-09-28', '7600.00', '190.00', 'P/1100'],
        ['INVOICE', 'B2B', 'KBP000871', '2026-10-12', '48200.00', '4338.00', 'P/1109'],
        ['INVOICE', 'B2B', 'CH8891', '2026-10-15', '12000.00', '1080.00', 'P/1111'],
        ['INVOICE', 'B2B', 'GTC/1190', '2026-10-20', '50000.00', '0.00', 'P/1114'],
        ['CREDIT_NOTE', 'CDNR', undefined, '2026-10-22', '5000.00', '450.00', 'DN/0007'],
        ['INVOICE', 'B2B', 'NT/77', '2026-10-24', '20000.00', '1800.00', 'P/1119'],
        ['INVOICE', 'B2B', 'BP/26-27/0412', '2026-10-03', '100000.00', '9000.00', 'P/1120'],
      ],
    );
    expect(books[1]?.flags).toEqual(['DATE_FROM_VOUCHER']);
    expect(books[6]?.flags).toEqual(['NUMBER_MISSING']);
    expect(books[0]).toMatchObject({
      own_gstin: OWN,
      return_period: '102026',
      voucher_date: '2026-10-04',
      value: '118000.00',
    });
  });

  it('is held against its own Grand Total', async () => {
    const { reading } = await readContents([TALLY.replace('357800.50,416217.00', '1,2')]);
    expect(reading.warnings.join()).toMatch(/the total row says 1\.00 for Value, but the rows add up to 357800\.50/);
  });

  it('needs to be told the own registration', async () => {
    await expect(readContents([TALLY], { ownGstin: null })).rejects.toMatchObject({ code: 'OWN_GSTIN_MISSING' });
    await expect(readContents([TALLY], { ownGstin: '27AAA' })).rejects.toMatchObject({ code: 'OWN_GSTIN_MISSING' });
  });
});

describe('encodings, delimiters and formats', () => {
  const lines: TemplateLine[] = [{ name: 'Café “Ünö”' }, { number: 'INV/2', name: 'x;y\tz' }];
  const text = templateCsv(lines);
  const seen = (books: readonly Readonly<Record<string, unknown>>[]): unknown[] =>
    books.map((b) => pick(b, 'number', 'cp_name', 'taxable', 'igst', 'date'));
  const expected = [
    ['INV/1', 'Café “Ünö”', '1000.00', '180.00', '2026-10-03'],
    ['INV/2', 'x;y\tz', '1000.00', '180.00', '2026-10-03'],
  ];
  const latin = Buffer.from(text.replaceAll('“', '\x93').replaceAll('”', '\x94'), 'latin1');
  const retab = (delimiter: string): string => text.replaceAll(',', delimiter).replace(`x;y\tz`, '"x;y\tz"');

  it.each<[string, string | Buffer, string, string]>([
    ['UTF-8', text, 'utf-8', ','],
    ['UTF-8 with a mark', `\ufeff${text}`, 'utf-8', ','],
    ['UTF-16 LE', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le', ','],
    ['UTF-16 BE', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be', ','],
    ['windows-1252', latin, 'windows-1252', ','],
    ['semicolons', retab(';'), 'utf-8', ';'],
    ['tabs', retab('\t'), 'utf-8', '\t'],
    ['Windows line ends', text.replaceAll('\n', '\r\n'), 'utf-8', ','],
    ['old Macintosh line ends', text.replaceAll('\n', '\r'), 'utf-8', ','],
    ['no line end at the end', text.trimEnd(), 'utf-8', ','],
    ['blank lines', text.replaceAll('\n', '\n\n'), 'utf-8', ','],
    ['titles above', `Our Own Co\n"Register, of\npurchases"\n\n${text}`, 'utf-8', ','],
    ['a spare delimiter at the end of rows', text.replaceAll(/(INV.*)$/gm, '$1,'), 'utf-8', ','],
    ['mixed line ends', text.replace('\n', '\r\n'), 'utf-8', ','],
  ])('reads %s', async (_, content, encoding, delimiter) => {
    const { reading, books, rejected } = await readContents([content], { ownGstin: null });
    expect(rejected).toEqual([]);
    expect(reading.files[0]).toMatchObject({ kind: 'MAX_ITC', encoding, delimiter });
    expect(seen(books)).toEqual(expected);
  });

  const table = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));

  it('reads a workbook: first visible sheet, real dates and numbers', async () => {
    const rows = table.map((cells, i) =>
      i === 0 ? cells : cells.map((cell) => (/^\d+\.\d\d$/.test(cell) ? Number(cell) : cell)),
    );
    const [header = [], ...body] = rows;
    const dateColumn = header.indexOf('Document Date');
    const withSerials = body.map((cells) => cells.map((cell, i) => (i === dateColumn ? 46298 : cell)));
    const data = sheetData([['Register'], [null], header, ...withSerials]);
    const workbook = makeWorkbook({ sheets: { Old: sheetData([['x']]), October: data }, hidden: ['Old'] });
    const { reading, books } = await readContents([workbook], { ownGstin: null });
    expect(reading.files[0]).toMatchObject({ format: 'XLSX', sheet: 'October', headerRow: 3 });
    expect(seen(books)).toEqual(expected);
  });

  it('reads the sheet that a mapping names, and rows as the sheet numbers them', async () => {
    const data = `${sheetData([table[0] ?? []])}<row r="9">${'<c/>'.repeat(1)}<c t="str"><v>INV/9</v></c></row>`;
    const workbook = makeWorkbook({ sheets: { A: '', B: data } });
    const { rejected } = await readContents([workbook], { ownGstin: null, mapping: { sheet: 'B' } });
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toMatch(/^9: Document Type is missing\. Document Date is missing\./);
  });

  const keys = {
    'Document Type': 'documentType',
    'Document Number': 'documentNumber',
    'Document Date': 'documentDate',
    'Place of Supply': 'placeOfSupply',
    'Supplier GSTIN': 'supplierGstin',
    'Supplier Name': 'supplierName',
    'My GSTIN': 'myGstin',
    'Item Taxable Amount': 'itemTaxableAmount',
    'IGST Amount': 'igstAmount',
  };
  const [header = [], ...body] = table;
  const records = body.map((cells) =>
    Object.fromEntries(
      cells.map((cell, i) => [
        Object.entries(keys).find(([k]) => k === header[i])?.[1] ?? '',
        /^\d+\.\d\d$/.test(cell) ? Number(cell) : cell,
      ]),
    ),
  );

  it.each([
    ['an array', JSON.stringify(records)],
    ['a wrapper', JSON.stringify({ meta: { n: [1, 2] }, documents: records }, null, 1)],
    ['JSON Lines', records.map((r) => JSON.stringify(r)).join('\n')],
    [
      'documents with lines inside',
      JSON.stringify(
        records.map(({ itemTaxableAmount, igstAmount, ...rest }) => ({
          ...rest,
          lineItems: [
            { itemTaxableAmount: 400, igstAmount: 72 },
            { itemTaxableAmount: 600, igstAmount: 108 },
          ],
        })),
      ),
    ],
  ])('reads JSON: %s', async (_, json) => {
    const { reading, books, rejected } = await readContents([json], { ownGstin: null });
    expect(rejected).toEqual([]);
    expect(reading.files[0]).toMatchObject({ format: 'JSON', kind: 'MAX_ITC', headerRow: 0 });
    expect(seen(books)).toEqual(expected);
  });

  it('keeps the digits of numbers that JSON would round', async () => {
    const json = JSON.stringify(records).replace('"INV/1"', '1234567890123456789');
    const { books } = await readContents([json], { ownGstin: null });
    expect(books[0]?.number).toBe('1234567890123456789');
    expect(books[0]?.flags).toEqual(['NUMBER_IRREGULAR']);
  });

  it('reads several registers of different kinds as one', async () => {
    const { reading, books } = await readContents([
      TALLY,
      text,
      JSON.stringify(records.map((r) => ({ ...r, documentNumber: 'J/1' }))),
    ]);
    expect(reading.files.map((f) => [f.kind, f.lines])).toEqual([
      ['TALLY', 9],
      ['MAX_ITC', 2],
      ['MAX_ITC', 2],
    ]);
    expect(books).toHaveLength(12);
    expect(books.map((b) => b.seq)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });
});

describe('lines and documents', () => {
  it('adds the lines of a document, exactly', async () => {
    const { books } = await readTemplate(
      [
        { taxable: '0.10', igst: '0.02' },
        { taxable: '0.20', igst: '0.04', number: ' inv/1 ' },
        { taxable: '"1,00,000.00"', igst: '₹ 18,000' },
      ].map((line) => ({ ...line, taxable: line.taxable.replaceAll('"', '') })),
    );
    expect(books).toHaveLength(1);
    expect(books[0]).toMatchObject({ taxable: '100000.30', igst: '18000.06', line_count: 3 });
  });

  it.each<[string, TemplateLine]>([
    ['another supplier', { supplier: OTHER }],
    ['another own registration', { own: '29AAACA1111A1ZO' }],
    ['another kind', { type: 'Credit' }],
    ['another financial year', { date: '31-03-2026' }],
    ['another id in the ERP', { id: 'E2' }],
  ])('keeps documents apart: %s', async (_, other) => {
    const { books } = await readTemplate([{ id: 'E1' }, { id: 'E1', ...other }]);
    expect(books).toHaveLength(2);
    expect(new Set(books.map((b) => b.document_id)).size).toBe(2);
  });

  it('keeps what is cancelled apart, under the id of the document that it cancels', async () => {
    const { books } = await readTemplate([{ id: 'E1' }, { id: 'E1', cancelled: 'Yes' }]);
    expect(books.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'CANCELLED']);
    const alone = await readTemplate([{ id: 'E1' }]);
    const cancelled = await readTemplate([{ id: 'E1', cancelled: 'Yes' }]);
    const [first, ...others] = [...books, ...alone.books, ...cancelled.books].map((b) => b.document_id);
    expect(others).toEqual([first, first, first]);
  });

  it('takes the voucher for the identity where there is no other, so that a bill booked twice stays two', async () => {
    const { books } = await readTemplate([{ voucher: 'P1' }, { voucher: 'P1' }, { voucher: 'P2' }]);
    expect(books.map((b) => pick(b, 'voucher_number', 'line_count')).sort()).toEqual([
      ['P1', 2],
      ['P2', 1],
    ]);
  });

  it('reads a document once that several files state alike, and adds up one that was cut in two', async () => {
    const whole = templateCsv([{}, { taxable: '5' }, { number: 'CUT/1' }, { number: '', own: '29AAACA1111A1ZO' }]);
    const piece = templateCsv([{ taxable: '5' }, {}, { number: 'CUT/1', taxable: '7' }, { number: 'NEW/1' }]);
    const { reading, books } = await readContents([whole, piece], { ownGstin: null });
    expect(books.map((b) => pick(b, 'number', 'taxable', 'line_count')).sort()).toEqual([
      ['CUT/1', '1007.00', 2],
      ['INV/1', '1005.00', 2],
      ['NEW/1', '1000.00', 1],
    ]);
    expect(reading.warnings).toEqual([
      '1 documents are in more than one file with the same lines; they were read once.',
      '1 documents are in more than one file with different lines; their lines were added up.',
    ]);
  });

  it('keeps the id of a line that nothing names when others come', async () => {
    const header = 'Bill No,Bill Date,Posting Date,GSTIN,Taxable Value,IGST,Company GSTIN';
    const row = (amount: number): string => `-,03-10-2026,,${SUPPLIER},${amount},18,${OWN}\n`;
    const one = await readContents([`${header}\n${row(100)}`]);
    const two = await readContents([`${header}\n${row(200)}${row(100)}`]);
    const idOf = (result: typeof one): unknown => result.books.find((b) => b.taxable === '100.00')?.document_id;
    expect(two.books).toHaveLength(2);
    expect(idOf(two)).toBe(idOf(one));
  });

  it('warns of an own GSTIN that is mistyped, and of values left out', async () => {
    const { reading, books } = await readTemplate([{ own: '27AAACA1111A1ZT', rcm: 'perhaps' }]);
    expect(reading.warnings).toEqual([
      '1 values of Is Reverse Charge cannot be read and were left out, for example "perhaps".',
      'The own GSTIN 27AAACA1111A1ZT of 1 lines fails its check digit.',
    ]);
    expect(books[0]).toMatchObject({ own_gstin: '27AAACA1111A1ZT', reverse_charge: false });
  });

  it('uses document amounts only where the lines have none', async () => {
    const { books } = await readTemplate([
      { igst: '', documentIgst: '90' },
      { igst: '', documentIgst: '90' },
      { number: 'INV/2', igst: '10', documentIgst: '90' },
    ]);
    expect(books.map((b) => pick(b, 'number', 'igst')).sort()).toEqual([
      ['INV/1', '90.00'],
      ['INV/2', '10.00'],
    ]);
  });

  it('takes the document value once, though each line repeats it', async () => {
    const { books } = await readTemplate([
      { total: '2360' },
      { total: '2360' },
      { number: 'INV/2', total: '10' },
      { number: 'INV/2', total: '20' },
    ]);
    expect(books.map((b) => pick(b, 'number', 'value')).sort()).toEqual([
      ['INV/1', '2360.00'],
      ['INV/2', '30.00'],
    ]);
  });

  it.each([
    ['Invoice', '-1000', 'CREDIT_NOTE', ['NEGATIVE_AMOUNTS']],
    ['Credit', '-1000', 'CREDIT_NOTE', undefined],
    ['Credit', '1000', 'CREDIT_NOTE', undefined],
    ['Debit', '1000', 'DEBIT_NOTE', undefined],
    ['Debit', '-1000', 'CREDIT_NOTE', ['NEGATIVE_AMOUNTS']],
    ['ISD Invoice', '-1000', 'ISD_CREDIT_NOTE', ['NEGATIVE_AMOUNTS']],
  ])('makes amounts positive: %s of %s is %s', async (type, taxable, kind, flags) => {
    const igst = taxable.startsWith('-') ? '-180' : '180';
    const { books } = await readTemplate([{ type, taxable, igst }]);
    expect(pick(books[0], 'kind', 'taxable', 'igst', 'flags')).toEqual([kind, '1000.00', '180.00', flags]);
  });

  it('lets a discount line be negative inside a document', async () => {
    const { books } = await readTemplate([{}, { taxable: '-100', igst: '-18' }]);
    expect(pick(books[0], 'kind', 'taxable', 'igst', 'flags')).toEqual(['INVOICE', '900.00', '162.00', undefined]);
  });

  it('knows imports, services and ISD', async () => {
    const { books, rejected } = await readTemplate([
      {
        number: 'FOREIGN-1',
        pos: '',
        importType: 'Import of Goods',
        supplier: '',
        boe: '1234567',
        boeDate: '05-10-2026',
        port: 'innsa1',
      },
      {
        number: 'SEZ-1',
        pos: '',
        importType: 'Import of Goods from SEZ',
        boe: '7654321',
        boeDate: '06-10-2026',
        port: 'INSEZ1',
      },
      { number: 'SVC-1', importType: 'Import of Services', supplier: '' },
      { number: 'ISD-1', type: 'ISD', pos: '' },
      { number: 'ISD-2', type: 'ISDC', pos: '' },
      { number: 'NO-BOE', pos: '', importType: 'Goods', supplier: '' },
      { number: 'URP-1', supplier: 'URP', rcm: 'Y' },
    ]);
    expect(rejected).toEqual([]);
    expect(
      books.map((b) => pick(b, 'section', 'kind', 'cp_gstin', 'number', 'date', 'port_code', 'pos', 'reverse_charge')),
    ).toEqual([
      ['IMPG', 'BILL_OF_ENTRY', undefined, '1234567', '2026-10-05', 'INNSA1', undefined, false],
      ['IMPGSEZ', 'BILL_OF_ENTRY', SUPPLIER, '7654321', '2026-10-06', 'INSEZ1', undefined, false],
      ['B2B', 'INVOICE', undefined, 'SVC-1', '2026-10-03', undefined, '27', false],
      ['ISD', 'ISD_INVOICE', SUPPLIER, 'ISD-1', '2026-10-03', undefined, undefined, false],
      ['ISD', 'ISD_CREDIT_NOTE', SUPPLIER, 'ISD-2', '2026-10-03', undefined, undefined, false],
      ['IMPG', 'BILL_OF_ENTRY', undefined, undefined, '2026-10-03', undefined, undefined, false],
      ['B2B', 'INVOICE', undefined, 'URP-1', '2026-10-03', undefined, '27', true],
    ]);
  });

  it('carries what else the line says', async () => {
    const { books } = await readTemplate([
      {
        period: 'Nov-26',
        claimType: 'Capital Goods',
        claimIgst: '90',
        voucher: 'P1',
        voucherDate: '07-10-2026',
        linked: 'OLD/1',
        id: 'E9',
        project: 'Bridge "A"',
        deleted: 'y',
      },
      { number: 'INV/2', voucherDate: '07-11-2026' },
    ]);
    expect(books[0]).toMatchObject({
      return_period: '112026',
      itc_claim_type: 'CAPITAL_GOODS',
      claim_igst: '90.00',
      voucher_number: 'P1',
      original_number: 'OLD/1',
      external_id: 'E9',
      status: 'DELETED',
    });
    expect(JSON.parse(String(books[0]?.custom_fields))).toEqual({ Project: 'Bridge "A"' });
    expect(books[1]).toMatchObject({ return_period: '112026', itc_claim_type: 'INPUT', status: 'ACTIVE' });
    expect(books[1]).not.toHaveProperty('custom_fields');
  });

  it('flags numbers that break the rule or look damaged, and a wrong check digit', async () => {
    const { books } = await readTemplate([
      { number: 'A B' },
      { number: '1.23E+15' },
      { number: '10-Nov' },
      { number: 'OK/1', supplier: '27AAPFU0939F1ZX' },
    ]);
    expect(books.map((b) => b.flags)).toEqual([
      ['NUMBER_IRREGULAR'],
      ['NUMBER_IRREGULAR', 'NUMBER_DAMAGED'],
      ['NUMBER_DAMAGED'],
      ['GSTIN_CHECK_DIGIT'],
    ]);
  });
});

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

describe('refusals', () => {
  it.each<[string, string | Buffer, string]>([
    ['an empty file', '', 'FILE_EMPTY'],
    ['blanks', ' \n\n', 'FILE_EMPTY'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'FILE_KIND_UNSUPPORTED'],
    ['a PDF', '%PDF-1.7', 'FILE_KIND_UNSUPPORTED'],
    ['a web page', '<html><table>', 'FILE_KIND_UNSUPPORTED'],
    ['bytes that are no text', Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 37) % 251)), 'ENCODING_UNKNOWN'],
    ['a text without headers', 'Dear Sir,\nplease pay.\n', 'HEADER_NOT_FOUND'],
    [
      'a portal file',
      '{"chksum":"x","data":{"docdata":{"b2b":[{"ctin":"29AAGCB7383J1Z4"}]},"rtnprd":"102026"}}',
      'FILE_NOT_RECOGNISED',
    ],
    ['JSON without records', '[1, 2, 3]', 'FILE_NOT_RECOGNISED'],
    ['JSON that is cut off', '[{"documentNumber": "1"}, {"documentNum', 'JSON_INVALID'],
    ['JSON that is wrong inside', '[{"documentNumber": 1x}]', 'JSON_INVALID'],
    ['JSON that is too deep', `${'[{"a":'.repeat(40)}1${'}]'.repeat(40)}`, 'JSON_TOO_DEEP'],
    [
      'a header of a million columns',
      `Bill No,Bill Date,GSTIN,Taxable Value${',x'.repeat(100_000)}\n`,
      'TOO_MANY_COLUMNS',
    ],
    ['a missing column', 'Bill No,Bill Date,Taxable Value\n1,03-10-2026,5\n', 'COLUMN_MISSING'],
    ['a doubled column', 'Bill No,Bill No,Bill Date,GSTIN,Taxable Value\n', 'COLUMN_DUPLICATE'],
    ['an archive that is no workbook', Buffer.from('PK\x03\x04'), 'ZIP_INVALID'],
  ])('%s', async (_, content, code) => {
    await expect(readContents([content])).rejects.toMatchObject({ name: 'InputRefused', code });
  });

  it('say what to do about a missing column', async () => {
    await expect(readContents(['Bill No,Bill Date,Taxable Value\n'])).rejects.toMatchObject({
      message: expect.stringMatching(/no column for Supplier GSTIN/),
      hint: expect.stringMatching(/--mapping/),
    });
  });

  it('does not read a register that does not exist', async () => {
    const { connection } = await readTemplate([{}]);
    await expect(
      readPurchases(connection, { files: ['/nowhere/at-all.csv'], tempFolder: '/tmp' }),
    ).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

describe('a reading that is aborted', () => {
  it('fails with the reason of the abort, and leaves no file behind', async () => {
    const { connection } = await readTemplate([{}]);
    const folder = mkdtempSync(join(tmpdir(), 'milaan-abort-'));
    const file = join(folder, 'register.csv');
    writeFileSync(file, `${templateCsv([{}])}x,"never closed\n`);
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error('stopped'));
    const reading = readPurchases(connection, {
      files: [file],
      tempFolder: folder,
      onProgress,
      signal: controller.signal,
    });
    await expect(reading).rejects.toThrow('stopped');
    expect(readdirSync(folder)).toEqual(['register.csv']);
    rmSync(folder, { recursive: true });
  });
});

describe('properties', () => {
  const amount = fc.integer({ min: -99_999, max: 9_999_999 }).map((paise) => (paise / 100).toFixed(2));
  const line = fc.record({
    type: fc.constantFrom('Invoice', 'Credit', 'Debit'),
    number: fc.constantFrom('A/1', 'a/1', 'B2', ' B2', 'C-3'),
    date: fc.constantFrom('03-10-2026', '31-03-2026', '2026-04-01'),
    supplier: fc.constantFrom(SUPPLIER, OTHER, `${SUPPLIER.toLowerCase()} `),
    taxable: amount,
    igst: amount,
    id: fc.constantFrom('', 'E1', 'E2'),
  });

  it('documents do not depend on the order of lines or on how they are spread over files, and no paisa is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 25 }), fc.integer(), async (lines, seed) => {
        const order = new Map(lines.map((value, i) => [value, Math.sin(seed + i * 7919)]));
        const shuffled = [...lines].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        const isFirst = (l: TemplateLine): boolean => /^ ?[ab]/i.test(l.number ?? '');
        const one = await readTemplate(lines);
        const two = await readContents(
          [templateCsv(shuffled.filter((l) => !isFirst(l))), templateCsv(shuffled.filter(isFirst))],
          {
            ownGstin: null,
          },
        );
        const content = ({ books }: typeof one): string[] =>
          books.map(({ seq: _, ...rest }) => JSON.stringify(rest)).sort();
        expect(content(two)).toEqual(content(one));
        const signed = (rows: typeof one.books): number =>
          rows.reduce((sum, b) => sum + (b.kind === 'CREDIT_NOTE' ? -1 : 1) * Math.round(Number(b.taxable) * 100), 0);
        const statedGroups = await one.connection.runAndReadAll(
          'SELECT count(DISTINCT document_id), count(*), sum(line_count) FROM books',
        );
        expect(statedGroups.getRows()[0]?.map(Number)).toEqual([one.books.length, one.books.length, lines.length]);
        const plain = lines
          .filter((l) => l.type !== 'Credit')
          .reduce((sum, l) => sum + Math.round(Number(l.taxable) * 100), 0);
        const invoices = await readTemplate(lines.filter((l) => l.type !== 'Credit'));
        expect(signed(invoices.books)).toBe(plain);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
