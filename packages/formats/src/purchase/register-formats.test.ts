import { describe, expect, it } from 'vitest';
import { makeWorkbook, sheetData } from '../xlsx/testing/make-xlsx.ts';
import { pick, readContents, TALLY, type TemplateLine, templateCsv } from './testing/read-text.ts';

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
