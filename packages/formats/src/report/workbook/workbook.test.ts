import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openZip } from '../../bytes/zip.ts';
import { openWorkbook } from '../../xlsx/index.ts';
import { openFixture, SMALL, SUMMARY } from '../testing/fixture.ts';
import { withFolder } from '../testing/with-folder.ts';
import { writeReports } from '../write-reports.ts';
import { columnLetters } from './sheet-xml.ts';
import { StyleSheet } from './style-sheet.ts';
import { createTableSheets } from './table-sheet.ts';
import { writeWorkbookFile } from './workbook-file.ts';
import { xmlText } from './xml-text.ts';

type Grid = string[][];

const readSheet = async (path: string, name: string): Promise<Grid> => {
  const workbook = await openWorkbook(path);
  const grid: Grid = [];
  for await (const row of workbook.rows(name)) grid.push(Array.from(row.cells, (cell) => cell?.text ?? ''));
  await workbook.close();
  return grid;
};

const readPart = async (path: string, name: string): Promise<string> => {
  const zip = await openZip(path);
  const entry = zip.find(name);
  const text = entry === undefined ? '' : (await zip.readAll(entry, 1 << 24)).toString();
  await zip.close();
  return text;
};

const withReport = (action: (path: string) => Promise<void>): Promise<void> =>
  withFolder(async (outFolder) => {
    const connection = await openFixture(SMALL);
    await writeReports(connection, { outFolder, formats: ['xlsx'], taskId: 't', threads: 2, summary: SUMMARY });
    await action(join(outFolder, 'report.xlsx'));
  });

const cellOf = (grid: Grid, row: number, group: string, heading: string): string | undefined => {
  const [groups = [], headings = []] = grid;
  let at = groups.indexOf(group);
  while (at < headings.length && headings[at] !== heading) at++;
  return grid[row]?.[at];
};

describe('report.xlsx', () => {
  it('has the four sheets', () =>
    withReport(async (path) => {
      const workbook = await openWorkbook(path);
      expect(workbook.sheetNames).toEqual(['Summary', 'Documents', 'Suppliers', 'Action list']);
      await workbook.close();
    }));

  it('shows books and portal side by side', () =>
    withReport(async (path) => {
      const grid = await readSheet(path, 'Documents');
      expect(grid).toHaveLength(2 + 4);
      expect(cellOf(grid, 2, 'Result', 'Result')).toBe('Exact');
      expect(cellOf(grid, 3, 'Result', 'What differs')).toBe('Place of supply, Taxable value, IGST');
      expect(cellOf(grid, 3, 'In books', 'Taxable value')).toBe('5000.5');
      expect(cellOf(grid, 3, 'On portal (GSTR-2B)', 'Taxable value')).toBe('5500.5');
      expect(cellOf(grid, 3, 'In books', 'Place of supply')).toBe('27 Maharashtra');
      expect(cellOf(grid, 3, 'In books', 'Date')).toBe('2026-10-05');
      expect(cellOf(grid, 4, 'On portal (GSTR-2B)', 'Number') ?? '').toBe('');
      expect(cellOf(grid, 5, 'On portal (GSTR-2B)', 'Type')).toBe('Credit note');
      expect(cellOf(grid, 5, 'On portal (GSTR-2B)', 'Credit on portal')).toBe('Not available');
    }));

  it('colours what differs on both sides, and nothing else', () =>
    withReport(async (path) => {
      const styles = await readPart(path, 'xl/styles.xml');
      const fills = styles.split('<fill>').slice(1);
      const red = fills.findIndex((fill) => fill.includes('FFFFC7CE'));
      const cellStyles = (styles.split('<cellXfs')[1] ?? '').split('<xf ').slice(1);
      const redStyles = new Set(cellStyles.flatMap((xf, id) => (xf.includes(`fillId="${red}"`) ? [String(id)] : [])));
      const sheet = await readPart(path, 'xl/worksheets/sheet2.xml');
      const coloured = [...sheet.matchAll(/<c r="([A-Z]+)(\d+)" s="(\d+)"/g)]
        .filter(([, , , style]) => redStyles.has(style ?? ''))
        .map(([, letters, row]) => `${letters}${row}`);
      const grid = await readSheet(path, 'Documents');
      const lettersOf = (heading: string) =>
        (grid[1] ?? []).flatMap((text, at) => (text === heading ? [`${columnLetters(at)}4`] : []));
      expect(new Set(coloured)).toEqual(
        new Set([...lettersOf('Place of supply'), ...lettersOf('Taxable value'), ...lettersOf('IGST')]),
      );
    }));

  it('holds no formula and keeps text text', () =>
    withReport(async (path) => {
      for (const sheet of ['sheet1', 'sheet2', 'sheet3', 'sheet4'])
        expect(await readPart(path, `xl/worksheets/${sheet}.xml`)).not.toMatch(/<f[ >]/);
      const grid = await readSheet(path, 'Documents');
      expect(cellOf(grid, 2, 'In books', 'Supplier')).toBe('=cmd|\' /C calc\'!A0 "Quoted" \\ back\tslash');
      expect(cellOf(grid, 4, 'In books', 'Number')).toBe('@3');
      expect(cellOf(grid, 2, 'In books', 'Vendor code')).toBe('+V1');
    }));

  it('lists what to do, the most tax at stake first, and leaves out what is done', () =>
    withReport(async (path) => {
      const [, ...rows] = await readSheet(path, 'Action list');
      expect(rows.map(([task, stake]) => [task, stake])).toEqual([
        ['Chase the supplier', '18000'],
        ['Find the bill', '18000'],
        ['Settle the difference', '900.09'],
      ]);
    }));

  it('puts the supplier with the most credit at risk first', () =>
    withReport(async (path) => {
      const grid = await readSheet(path, 'Suppliers');
      expect(grid.map((row) => row[1])).toEqual(['', 'Supplier GSTIN', '', '29AABCT1332L1ZV']);
      expect(cellOf(grid, 3, 'What to do', 'Risk')).toBe('High');
    }));

  it('sums up on the first sheet', () =>
    withReport(async (path) => {
      const grid = await readSheet(path, 'Summary');
      const row = (label: string) => grid.find(([first]) => first === label) ?? [];
      expect(row('Claim now')[6]).toBe('18000');
      expect(row('Exact').slice(2, 6)).toEqual(['1', '0', '0', '12345678.9']);
      expect(row('Periods in books')[1]).toBe('Aug 2026 to Oct 2026');
      expect(row('Periods on portal')[1]).toBe('everything that was read');
      expect(grid.flat()).toContain('One block met its cap.');
      expect(row('Books')[1]).toBe('purchases.csv');
    }));
});

describe('a table that outgrows a sheet', () => {
  it('goes on in further sheets, every row once and in order', () =>
    withFolder(async (folder) => {
      const connection = await openFixture(SMALL);
      const styles = new StyleSheet();
      const table = {
        name: 'Rows',
        columns: [{ heading: 'No', width: 8, kind: 'COUNT', sql: 'i' } as const],
        fromSql: 'range(5000) r(i)',
        rows: 5000,
        frozenColumns: 0,
      };
      const sheets = createTableSheets(connection, table, styles, 2001);
      const path = join(folder, 'rows.xlsx');
      await writeWorkbookFile(path, sheets, styles, 2);
      const names = sheets.map(({ name }) => name);
      expect(names).toEqual(['Rows', 'Rows 2', 'Rows 3']);
      const grids = await Promise.all(names.map((name) => readSheet(path, name)));
      expect(grids.map((grid) => grid[0])).toEqual([['No'], ['No'], ['No']]);
      const numbers = grids.flatMap((grid) => grid.slice(1).map(([text]) => Number(text)));
      expect(numbers).toEqual(Array.from({ length: 5000 }, (_, k) => k));
    }));

  it('fails, and does not leave half a sheet, when there are fewer rows than were counted', () =>
    withFolder(async (folder) => {
      const connection = await openFixture(SMALL);
      const styles = new StyleSheet();
      const table = { name: 'Rows', columns: [], fromSql: 'range(3) r(i)', rows: 4, frozenColumns: 0 };
      const sheets = createTableSheets(connection, table, styles);
      await expect(writeWorkbookFile(join(folder, 'rows.xlsx'), sheets, styles, 2)).rejects.toThrow(/fewer rows/);
    }));
});

describe('xmlText', () => {
  it.each([
    ['a & b < c > "d"', 'a &amp; b &lt; c &gt; &quot;d&quot;'],
    ['tab\tline\n', 'tab\tline\n'],
    ['bell\u0007', 'bell_x0007_'],
    ['_x0041_', '_x005F_x0041_'],
    ['नोट \u{1f600}', 'नोट \u{1f600}'],
  ])('writes %j', (text, xml) => {
    expect(xmlText(text)).toBe(xml);
  });

  it('cuts what Excel would refuse', () => {
    expect(xmlText('x'.repeat(40_000))).toHaveLength(32_767);
  });
});

describe('columnLetters', () => {
  it.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('names column %i %s', (index, letters) => {
    expect(columnLetters(index)).toBe(letters);
  });
});
