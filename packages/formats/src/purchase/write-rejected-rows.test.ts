import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseCsvText } from './csv-records.ts';
import { OWN, readContents, SUPPLIER, templateCsv } from './testing/read-text.ts';
import { safeCsvCell, writeRejectedRows } from './write-rejected-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-rejected-'));
afterAll(() => rmSync(folder, { recursive: true }));

const written = async (contents: readonly string[]): Promise<{ count: number; rows: (readonly string[])[] }> => {
  const { connection } = await readContents(contents);
  const path = join(folder, 'rejected-rows.csv');
  const count = await writeRejectedRows(connection, path);
  const text = readFileSync(path, 'utf8');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  return { count, rows: parseCsvText(text.slice(1), { delimiter: ',', newline: '\n' }, path).map((r) => r.cells) };
};

describe('safeCsvCell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+91 22', "'+91 22"],
    ['-cmd', "'-cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
    ['-500.25', '-500.25'],
    ['-1,00,000.00', '"-1,00,000.00"'],
    ['a,"b"', '"a,""b"""'],
    ['plain', 'plain'],
    ['', ''],
  ])('%j is written as %j', (text, cell) => {
    expect(safeCsvCell(text)).toBe(cell);
  });
});

describe('writeRejectedRows', () => {
  it('writes the columns of the input, the number of errors and the message', async () => {
    const { count, rows } = await written([templateCsv([{}, { name: '=HYPERLINK("x")', date: 'soon', taxable: 'x' }])]);
    expect(count).toBe(1);
    const [header, row] = rows;
    expect(header?.slice(0, 3)).toEqual(['File', 'Row No.', 'Document Type']);
    expect(header?.slice(-2)).toEqual(['No. of Errors', 'Error Message']);
    expect(row?.[1]).toBe('3');
    expect(row?.at(-2)).toBe('2');
    expect(row?.at(-1)).toMatch(/^Document Date "soon" is not a date.* Item Taxable Amount "x" is not an amount\.$/);
    expect(row?.[header?.indexOf('Supplier Name') ?? -1]).toBe(`'=HYPERLINK("x")`);
  });

  it('joins the columns of several inputs', async () => {
    const other = `Bill No,Bill Date,GSTIN,Supplier Name,Taxable Value,Notes,Notes\nB/1,soon,${SUPPLIER},Zeta,1,n1,n2\n`;
    const { rows } = await written([templateCsv([{ name: 'Alpha', date: 'x' }]), other]);
    const [header = [], first = [], second = []] = rows;
    expect(header.filter((title) => title === 'Supplier Name')).toHaveLength(1);
    expect(header.filter((title) => title === 'Notes')).toHaveLength(2);
    const name = header.indexOf('Supplier Name');
    expect([first[name], second[name]]).toEqual(['Alpha', 'Zeta']);
    expect([
      second[header.indexOf('Notes')],
      second[header.lastIndexOf('Notes')],
      first[header.indexOf('Bill No')],
    ]).toEqual(['n1', 'n2', '']);
  });

  it('writes the header alone when nothing was rejected', async () => {
    const { count, rows } = await written([templateCsv([{ own: OWN }])]);
    expect(count).toBe(0);
    expect(rows).toEqual([['File', 'Row No.', 'No. of Errors', 'Error Message']]);
  });
});
