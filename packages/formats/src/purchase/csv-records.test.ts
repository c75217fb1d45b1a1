import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../bytes/limits.ts';
import { type CsvRecord, CsvRecordReader, type CsvShape, parseCsvText } from './csv-records.ts';

const COMMA: CsvShape = { delimiter: ',', newline: '\n' };
const cellsOf = (text: string, shape: CsvShape = COMMA): string[][] =>
  parseCsvText(text, shape, 'x.csv').map((r) => [...r.cells]);
const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const readInChunks = (text: string, shape: CsvShape, size: number): CsvRecord[] => {
  const reader = new CsvRecordReader(shape, 'x.csv');
  const records: CsvRecord[] = [];
  for (let i = 0; i < text.length; i += size) records.push(...reader.push(text.slice(i, i + size)));
  return [...records, ...reader.end()];
};

describe('CsvRecordReader', () => {
  it.each([
    [
      'usual line ends',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['quotes, line breaks and doubled quotes', '"a ""b""","c\r\nd",e\n', [['a "b"', 'c\r\nd', 'e']]],
    ['a quote inside a field', '12" pipe,x\n', [['12" pipe', 'x']]],
    ['text after a closing quote', '"a"b,c\n', [['ab', 'c']]],
    ['blank lines and blank cells', 'a\n\n,\n', [['a'], [], ['', '']]],
    ['a quoted cell at the very end', 'a,"b"', [['a', 'b']]],
  ])('reads %s', (_, text, cells) => {
    expect(cellsOf(text)).toEqual(cells);
  });

  it('counts rows as a spreadsheet does', () => {
    const records = parseCsvText('title\n\n"two\nlines",x\nlast,y\n', COMMA, 'x.csv');
    expect(records.map((r) => r.rowNumber)).toEqual([1, 2, 3, 4]);
  });

  it('breaks lines at a lone carriage return when told so', () => {
    expect(cellsOf('a,b\rc,d\r', { delimiter: ',', newline: '\r' })).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('gives back any cells that were written, whatever the chunks', () => {
    const cell = fc.stringMatching(/^[ab",;\n\r 1]{0,6}$/);
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 20 }), (rows, size) => {
        const text = rows.map((row) => `${row.map(quote).join(',')}\n`).join('');
        const records = readInChunks(text, COMMA, size);
        expect(records.map((r) => [...r.cells])).toEqual(rows);
        expect(records.every((r) => r.problem === undefined)).toBe(true);
      }),
    );
  });

  it('never loses a line, whatever the bytes and the chunks', () => {
    const text = fc
      .array(fc.constantFrom('a', '"', ',', '\n', '\r\n', '""', '1', 'x,y'), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (input, size) => {
        const whole = parseCsvText(input, { ...COMMA, width: 3 }, 'x.csv');
        expect(readInChunks(input, { ...COMMA, width: 3 }, size)).toEqual(whole);
        const letters = (s: string): number => s.replace(/[^a1xy]/g, '').length;
        expect(letters(whole.flatMap((r) => r.cells).join(''))).toBe(letters(input));
        expect(whole.map((r) => r.rowNumber)).toEqual(whole.map((_, i) => i + 1));
      }),
      { numRuns: 500 },
    );
  });

  it('gives up one line, not the file, for a quote that never closes', () => {
    const records = parseCsvText('a,"b,c\nd,e,f\ng,h,i\n', { ...COMMA, width: 3 }, 'x.csv');
    expect(records.map((r) => [r.rowNumber, r.problem !== undefined, r.cells.join('|')])).toEqual([
      [1, true, 'a|b|c'],
      [2, false, 'd|e|f'],
      [3, false, 'g|h|i'],
    ]);
  });

  it('sees that a stray quote swallowed rows up to the next stray quote', () => {
    const records = parseCsvText('a,"b,c\nd,e,f\ng,"h,i\nj,k,l\n', { ...COMMA, width: 3 }, 'x.csv');
    expect(records.filter((r) => r.problem === undefined).map((r) => r.cells.join('|'))).toEqual(['d|e|f', 'j|k|l']);
    expect(records).toHaveLength(4);
  });

  it('keeps memory small for a cell of 20 MB, and reads on after it', () => {
    const records = readInChunks(`a,b\n1,${'x'.repeat(20_000_000)}\nc,d\n`, COMMA, 1 << 20);
    expect(records.map((r) => [r.rowNumber, r.problem ?? r.cells.join('|')])).toEqual([
      [1, 'a|b'],
      [2, 'The row is longer than 4 MiB.'],
      [3, 'c|d'],
    ]);
    expect(records[1]?.cells.every((cell) => cell.length < 1_010)).toBe(true);
  });

  it('reports a row of too many columns, and a cell that is too long', () => {
    const [wide, long] = parseCsvText(
      `${'1,'.repeat(LIMITS.columns)}1\n"${'x'.repeat(LIMITS.textCellChars + 1)}",b\n`,
      COMMA,
      'x.csv',
    );
    expect(wide?.problem).toBe('The row has more than 1000 columns.');
    expect(long?.problem).toBe('Column 1 holds more than 1 MiB of text.');
  });

  it('refuses a file of nothing but open quotes', () => {
    const text = Array.from({ length: 2_500 }, (_, i) => `"${i},a\n,b,c,d,e\n`).join('');
    expect(() => parseCsvText(text, { ...COMMA, width: 5 }, 'x.csv')).toThrow(/quotes that do not close/);
  });
});

describe('agreement with DuckDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'milaan-csv-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('counts and reads the same records as DuckDB wherever DuckDB reads the file', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const cell = fc.oneof(
      fc.constantFrom('', 'a', '1', 'x y', '"q"', '"l\n2"', '"d,d"', '"e""e"', 'm"id', '"a"b', '"'),
      fc.constant(' '),
    );
    const line = fc.oneof(
      { weight: 9, arbitrary: fc.array(cell, { minLength: 3, maxLength: 3 }).map((c) => c.join(',')) },
      { weight: 1, arbitrary: fc.constant('') },
    );
    const file = fc.tuple(fc.array(line, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\r\n'), fc.boolean());
    let n = 0;
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(file, async ([lines, newline, ends]) => {
        const text = `h1,h2,h3${newline}${lines.join(newline)}${ends ? newline : ''}`;
        const path = join(folder, `${++n}.csv`);
        writeFileSync(path, text);
        let rows: unknown[][];
        try {
          const reader = await connection.runAndReadAll(
            `SELECT * FROM read_csv('${path}', columns = {'c0': 'VARCHAR', 'c1': 'VARCHAR', 'c2': 'VARCHAR'}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', skip = 1, null_padding = false, strict_mode = true)`,
          );
          rows = reader.getRows();
        } catch {
          return; // The careful way is taken for such files.
        }
        compared++;
        const records = parseCsvText(text, { ...COMMA, width: 3 }, path)
          .slice(1)
          .filter((r) => r.cells.length > 0);
        expect(records.map((r) => [0, 1, 2].map((i) => r.cells[i] || null))).toEqual(rows);
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(50);
  });
});
