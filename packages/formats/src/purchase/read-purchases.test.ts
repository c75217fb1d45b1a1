import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPurchases } from './read-purchases.ts';
import { OWN, pick, readContents, readTemplate, TALLY, templateCsv } from './testing/read-text.ts';

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
