import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { type DuckDBConnection, DuckDBListValue, type DuckDBValue } from '@duckdb/node-api';

const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^-?[0-9][0-9,]*(?:\.[0-9]+)?$/;

/** A cell of a CSV file that a spreadsheet will not run: text that starts like a formula gets an apostrophe in front. */
export const safeCsvCell = (text: string): string => {
  const safe = FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const textsOf = (value: DuckDBValue | undefined): string[] =>
  value instanceof DuckDBListValue ? value.items.map((item) => (typeof item === 'string' ? item : '')) : [];

/** Where each register's columns go in the union of all; a title that occurs twice in a file keeps both its columns. */
const placeColumns = (
  registers: ReadonlyMap<number, readonly string[]>,
): { titles: string[]; places: Map<number, number[]> } => {
  const titles: string[] = [];
  const places = new Map<number, number[]>();
  for (const [fileNo, headers] of registers) {
    const taken = new Set<number>();
    const mine = headers.map((header) => {
      const title = header.trim();
      let place = titles.findIndex((known, i) => known === title && !taken.has(i));
      if (place < 0) place = titles.push(title) - 1;
      taken.add(place);
      return place;
    });
    places.set(fileNo, mine);
  }
  return { titles, places };
};

/**
 * Writes `rejected_row` as CSV: File, Row No., the columns of the input (of several inputs the union), `No. of Errors`
 * and `Error Message`. UTF-8 with a byte order mark, so that Excel shows names as they are.
 * @returns how many rows were written, without the header
 */
export const writeRejectedRows = async (connection: DuckDBConnection, outPath: string): Promise<number> => {
  const headerRows = (
    await connection.runAndReadAll('SELECT file_no, headers FROM rejected_header ORDER BY file_no')
  ).getRows();
  const registers = new Map(headerRows.map(([fileNo, headers]) => [Number(fileNo), textsOf(headers)]));
  const { titles, places } = placeColumns(registers);
  const out = createWriteStream(outPath);
  const line = (cells: readonly string[]): string => `${cells.map(safeCsvCell).join(',')}\r\n`;
  let rows = 0;
  try {
    out.write(`\ufeff${line(['File', 'Row No.', ...titles, 'No. of Errors', 'Error Message'])}`);
    const result = await connection.stream(
      'SELECT file_no, file, row_no, cells, error_count, error_message FROM rejected_row ORDER BY file_no, row_no, error_message',
    );
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) break;
      let text = '';
      for (const [fileNo, file, rowNo, cells, errorCount, message] of chunk.getRows()) {
        const spread = titles.map(() => '');
        const mine = places.get(Number(fileNo)) ?? [];
        textsOf(cells).forEach((cell, i) => {
          const place = mine[i];
          if (place !== undefined) spread[place] = cell;
        });
        text += line([String(file), String(rowNo), ...spread, String(errorCount), String(message)]);
        rows++;
      }
      if (!out.write(text)) await once(out, 'drain');
    }
  } finally {
    out.end();
    await finished(out);
  }
  return rows;
};
