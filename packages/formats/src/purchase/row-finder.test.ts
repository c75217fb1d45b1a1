import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCsvText } from './csv-records.ts';
import type { CsvSource } from './line-table.ts';
import { type FoundRow, RowFinder } from './row-finder.ts';

const WIDTH = 3;
let folder = '';
let path = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'row-finder-'));
  path = join(folder, 'register.csv');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sourceOf = (skip: number, hasRowNumbers = false): CsvSource => ({ path, delimiter: ',', skip, hasRowNumbers });

const find = async (
  text: string,
  source: CsvSource,
  isWanted: (place: number) => boolean,
): Promise<{ found: FoundRow[]; rows: number }> => {
  writeFileSync(path, text);
  const finder = new RowFinder(source, WIDTH, 'register.csv');
  const found: FoundRow[] = [];
  for await (const row of finder.find(isWanted)) found.push(row);
  return { found, rows: finder.rows };
};

/** What the reader of whole records makes of the same text. */
const expectedRows = (text: string, skip: number): FoundRow[] =>
  parseCsvText(text, { delimiter: ',', newline: '\n', width: WIDTH }, 'register.csv')
    .filter(({ rowNumber, cells }) => rowNumber > skip && cells.length > 0)
    .map(({ rowNumber, cells }, place) => ({ place, row: { rowNumber, cells } }));

describe('RowFinder', () => {
  it('finds rows by their place, past blank lines and quoted line breaks', async () => {
    const text = 'title,"a, b",c\n\na,b,c\r\n\r\n"two\nlines",x,y\nlast,"y",z';
    const { found, rows } = await find(text, sourceOf(1), (place) => place !== 0);
    expect(rows).toBe(3);
    expect(found).toEqual([
      { place: 1, row: { rowNumber: 5, cells: ['two\nlines', 'x', 'y'] } },
      { place: 2, row: { rowNumber: 6, cells: ['last', 'y', 'z'] } },
    ]);
  });

  it('takes the row number from the first column of a clean copy', async () => {
    const { found } = await find('7,a,b,c\n9,d,e,f\n', sourceOf(0, true), (place) => place === 1);
    expect(found).toEqual([{ place: 1, row: { rowNumber: 9, cells: ['d', 'e', 'f'] } }]);
  });

  it('finds rows that lie across the chunks of a large file', async () => {
    const line = (k: number): string => `${k},"${'é'.repeat(k % 50)}",${'x'.repeat(k % 90)}`;
    const lines = Array.from({ length: 40_000 }, (_, k) => line(k));
    const { found, rows } = await find(`${lines.join('\n')}\n`, sourceOf(0), (place) => place % 997 === 0);
    expect(rows).toBe(lines.length);
    expect(found.map(({ row }) => row.cells[0])).toEqual(found.map(({ place }) => String(place)));
    expect(found).toHaveLength(41);
  });

  it('counts and reads as the reader of whole records does, whatever the text', async () => {
    const piece = fc.constantFrom('a', 'é', ',', ',', '"', '""', '\n', '\r\n', '\r', ' ');
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.nat(2), fc.nat(3), async (content, skip, every) => {
        const expected = expectedRows(content, skip);
        const isWanted = (place: number): boolean => place % (every + 1) === 0;
        const { found, rows } = await find(content, sourceOf(skip), isWanted);
        expect(rows).toBe(expected.length);
        expect(found).toEqual(expected.filter(({ place }) => isWanted(place)));
      }),
      { numRuns: 500 },
    );
  });
});
