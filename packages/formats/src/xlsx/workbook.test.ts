import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../bytes/limits.ts';
import { firstSheetName, openWorkbook, plainNumberText, serialToIsoDate } from './index.ts';
import { columnIndexOf } from './sheet-rows.ts';
import { isDateFormat } from './styles.ts';
import { makeWorkbook, makeZip, sheetData } from './testing/make-xlsx.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-xlsx-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const save = (bytes: Buffer): string => {
  const path = join(folder, `${++files}.xlsx`);
  writeFileSync(path, bytes);
  return path;
};

const readTexts = async (bytes: Buffer, sheet = 'Data'): Promise<(string | null)[][]> => {
  const workbook = await openWorkbook(save(bytes));
  try {
    const rows: (string | null)[][] = [];
    for await (const row of workbook.rows(sheet)) rows.push(Array.from(row.cells, (cell) => cell?.text ?? null));
    return rows;
  } finally {
    await workbook.close();
  }
};
const readSheet = (
  data: string,
  more: Partial<Parameters<typeof makeWorkbook>[0]> = {},
): Promise<(string | null)[][]> => readTexts(makeWorkbook({ sheets: { Data: data }, ...more }));

const STYLES =
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="0000"/><numFmt numFmtId="165" formatCode="dd\\-mmm\\-yy"/></numFmts>' +
  '<cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs>' +
  '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>';

describe('openWorkbook', () => {
  it('reads each kind of cell as the sheet shows it', async () => {
    const rows = await readSheet(
      '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="C2" t="str"><f>A1&amp;"x"</f><v>cached</v></c><c r="D2" t="b"><v>1</v></c>' +
        '<c r="E2" t="e"><v>#N/A</v></c><c r="F2" t="inlineStr"><is><r><t>two </t></r><r><t>runs</t></r><rPh><t>no</t></rPh></is></c>' +
        '<c r="G2" s="1"><v>46298</v></c><c r="H2" s="2"><v>12</v></c><c r="I2" s="3"><v>46298.75</v></c><c r="J2"><v>9000.0100000000002</v></c></row>',
      { sharedStrings: '<si><t>zero</t></si><si><t xml:space="preserve">one_x000A_line</t></si>', styles: STYLES },
    );
    expect(rows).toEqual([
      ['one\nline', null, 'cached', 'TRUE', '#N/A', 'two runs', '2026-10-03', '0012', '2026-10-03', '9000.01'],
    ]);
  });

  it('never evaluates a formula: without a cached value the cell is blank', async () => {
    expect(await readSheet('<row><c><f>1+1</f></c><c><f>cmd|calc</f><v>7</v></c></row>')).toEqual([[null, '7']]);
  });

  it('counts rows and cells that do not say where they are', async () => {
    const workbook = await openWorkbook(
      save(
        makeWorkbook({
          sheets: { Data: '<row r="3"><c><v>1</v></c></row><row><c r="B4"><v>2</v></c><c><v>3</v></c></row>' },
        }),
      ),
    );
    const rows = [];
    for await (const row of workbook.rows('Data'))
      rows.push([row.rowNumber, row.cells.map((cell) => cell?.number ?? null)]);
    await workbook.close();
    expect(rows).toEqual([
      [3, [1]],
      [4, [null, 2, 3]],
    ]);
  });

  it('reads parts whose tags have a namespace prefix', async () => {
    const bytes = makeZip([
      [
        'xl/workbook.xml',
        '<x:workbook xmlns:x="m" xmlns:r="r"><x:sheets><x:sheet name="Data" r:id="q"/></x:sheets></x:workbook>',
      ],
      [
        'xl/_rels/workbook.xml.rels',
        '<Relationships><Relationship Id="q" Type="a/worksheet" Target="/xl/s.xml"/></Relationships>',
      ],
      [
        'xl/s.xml',
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>here</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
      ],
    ]);
    expect(await readTexts(bytes)).toEqual([['here']]);
  });

  it('moves dates of the 1904 system', async () => {
    const data = '<row><c s="1"><v>44836</v></c></row>';
    expect(await readSheet(data, { styles: STYLES, workbookPr: '<workbookPr date1904="1"/>' })).toEqual([
      ['2026-10-03'],
    ]);
  });

  it('takes the first sheet that is not hidden', async () => {
    const bytes = makeWorkbook({ sheets: { Hidden: '', Register: '', Notes: '' }, hidden: ['Hidden'] });
    const workbook = await openWorkbook(save(bytes));
    expect(workbook.sheetNames).toEqual(['Hidden', 'Register', 'Notes']);
    expect(firstSheetName(workbook)).toBe('Register');
    await workbook.close();
  });

  it('names the sheets it has when one is asked for that it has not', async () => {
    await expect(readTexts(makeWorkbook({ sheets: { One: '', Two: '' } }), 'Three')).rejects.toMatchObject({
      code: 'SHEET_NOT_FOUND',
      hint: 'It has: One, Two.',
    });
  });

  it.each([
    ['thousands of columns', `<row>${'<c><v>1</v></c>'.repeat(20_000)}</row>`, 'TOO_MANY_COLUMNS'],
    ['a cell far to the right', '<row><c r="ZZZZZZ1"><v>1</v></c></row>', 'TOO_MANY_COLUMNS'],
    ['a cell of two million characters', `<row><c t="str"><v>${'x'.repeat(2_000_000)}</v></c></row>`, 'TOO_LARGE'],
    [
      'a cell just past the limit of Excel',
      `<row><c t="str"><v>${'x'.repeat(LIMITS.xlsxCellChars + 1)}</v></c></row>`,
      'TOO_LARGE',
    ],
    ['an attribute of eight million characters', `<row spans="${'x'.repeat(8_000_000)}"></row>`, 'TOO_LARGE'],
    ['tags without end', '<row>'.repeat(10_000), 'XML_INVALID'],
    ['a row past the last of Excel', '<row r="1048577"><c><v>1</v></c></row>', 'TOO_LARGE'],
    ['XML that is none', '<row><c></row>', 'XML_INVALID'],
    ['an entity that is not defined', '<row><c t="str"><v>&lol9;</v></c></row>', 'XML_INVALID'],
  ])('refuses %s', async (_, data, code) => {
    await expect(readSheet(data)).rejects.toMatchObject({ name: 'InputRefused', code });
  });

  it('takes a format painted over whole rows for no columns at all', async () => {
    expect(await readSheet('<row><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>')).toEqual([['1']]);
  });

  it('refuses a shared string that no cell could hold', async () => {
    const sharedStrings = `<si><t>${'x'.repeat(40_000)}</t></si>`;
    await expect(readSheet('<row/>', { sharedStrings })).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  it.each([
    ['a binary workbook', [['xl/workbook.bin', 'x']], 'FILE_KIND_UNSUPPORTED'],
    [
      'an OpenDocument spreadsheet',
      [
        ['mimetype', 'application/vnd.oasis.opendocument.spreadsheet'],
        ['content.xml', '<a/>'],
      ],
      'FILE_KIND_UNSUPPORTED',
    ],
    ['an archive of something else', [['readme.txt', 'x']], 'FILE_KIND_UNSUPPORTED'],
    ['a workbook without sheets', [['xl/workbook.xml', '<workbook/>']], 'SHEET_NOT_FOUND'],
  ] as const)('refuses %s', async (_, parts, code) => {
    await expect(readTexts(makeZip(parts))).rejects.toMatchObject({ code });
  });
});

describe('helpers', () => {
  it('turns serials into dates, and nothing before March 1900', () => {
    expect([46298, 61, 60, 2_958_465, 2_958_466, Number.NaN].map(serialToIsoDate)).toEqual([
      '2026-10-03',
      '1900-03-01',
      null,
      '9999-12-31',
      null,
      null,
    ]);
  });
  it('prints numbers as typed', () => {
    expect([0.1 + 0.2, 1e21, 1234567890123456, 1e-7, -5.5, 100].map(plainNumberText)).toEqual([
      '0.3',
      '1000000000000000000000',
      '1234567890123456',
      '0.0000001',
      '-5.5',
      '100',
    ]);
  });
  it('knows columns and date formats', () => {
    expect(['A1', 'Z9', 'AA1', 'XFD1048576', '1'].map(columnIndexOf)).toEqual([0, 25, 26, 16383, -1]);
    expect(
      ['dd/mm/yyyy', '[$-409]d-mmm-yy;@', '"day" 0', '#,##0.00', 'General', '[h]:mm', '[Red]0.00', 'mmm-yy'].map(
        isDateFormat,
      ),
    ).toEqual([true, true, false, false, false, false, false, true]);
  });
  it('writes what it reads', async () => {
    expect(await readSheet(sheetData([['a & <b>', 1.5, null, 'z']]))).toEqual([['a & <b>', '1.5', null, 'z']]);
  });
});
