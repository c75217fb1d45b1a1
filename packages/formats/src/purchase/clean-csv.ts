import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { RawRow } from './raw-row.ts';
import type { Register } from './register.ts';

/** A row that could not be told apart into cells, spooled beside the clean file. */
export interface BrokenRow {
  readonly rowNumber: number;
  readonly cells: readonly string[];
  readonly problem: string;
}

export interface CleanCsv {
  readonly rows: number;
  readonly brokenRows: number;
}

const MUST_QUOTE = /[",\r\n]/;
// A NUL ends texts in too many places to be kept.
const cleanCell = (cell: string): string => {
  const text = cell.includes('\0') ? cell.replaceAll('\0', '') : cell;
  return MUST_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const cleanLine = (row: RawRow, width: number): string => {
  let line = String(row.rowNumber);
  for (let i = 0; i < width; i++) line += `,${cleanCell(row.cells[i] ?? '')}`;
  return `${line}\n`;
};

/** Why a row has more cells than the header has columns; null when the spare cells are blank. */
const widthProblem = (cells: readonly string[], width: number): string | null => {
  if (cells.length <= width || cells.slice(width).every((cell) => cell.trim() === '')) return null;
  return `The row has ${cells.length} cells, the header has ${width} columns; a value may hold the delimiter without quotes.`;
};

/**
 * Rewrites a register as plain CSV that DuckDB reads without any guess: UTF-8, the row number of the source first, as
 * many cells as columns. Rows that cannot be told apart go to `brokenPath`, one JSON object a line.
 */
export const writeCleanCsv = async (
  register: Register,
  path: string,
  brokenPath: string,
  onProgress?: (rows: number, bytes: number) => void,
  signal?: AbortSignal,
): Promise<CleanCsv> => {
  const out = createWriteStream(path);
  const broken = createWriteStream(brokenPath);
  const write = async (stream: typeof out, text: string): Promise<void> => {
    if (text !== '' && !stream.write(text)) await once(stream, 'drain');
  };
  const width = register.titles.length;
  let rows = 0;
  let brokenRows = 0;
  let bytes = 0;
  try {
    for await (const batch of register.rows((read) => (bytes += read))) {
      signal?.throwIfAborted();
      let text = '';
      let brokenText = '';
      for (const row of batch) {
        if (row.cells.every((cell) => cell === '')) continue;
        const problem = row.problem ?? widthProblem(row.cells, width);
        if (problem === null) {
          rows++;
          text += cleanLine(row, width);
        } else {
          brokenRows++;
          const entry: BrokenRow = { rowNumber: row.rowNumber, cells: row.cells, problem };
          brokenText += `${JSON.stringify(entry)}\n`;
        }
      }
      await write(out, text);
      await write(broken, brokenText);
      onProgress?.(rows, bytes);
    }
  } finally {
    out.end();
    broken.end();
    await Promise.all([finished(out), finished(broken)]);
  }
  return { rows, brokenRows };
};
