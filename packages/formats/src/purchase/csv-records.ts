import { LIMITS } from '../bytes/limits.ts';
import { InputRefused } from '../input-refused.ts';

export interface CsvRecord {
  /** 1-based as a spreadsheet counts: blank lines count, line breaks inside quotes do not. */
  readonly rowNumber: number;
  /** Empty for a blank line. */
  readonly cells: readonly string[];
  /** Set when the record could not be told apart from the next ones. */
  readonly problem?: string;
}

export interface CsvShape {
  readonly delimiter: string;
  /** Old Macintosh files break lines with a lone carriage return. */
  readonly newline: '\n' | '\r';
  /** Columns of the header, once known: makes a quote that swallows lines recognisable. */
  readonly width?: number;
}

interface Parsed {
  readonly cells: string[];
  /** Where the next record starts. */
  readonly next: number;
  /** The text ends inside quotes. */
  readonly isOpen: boolean;
  /** The text ends before the record surely does. */
  readonly isAtEnd: boolean;
  readonly isMultiline: boolean;
  /** Text stands between a closing quote and the next delimiter. */
  readonly isRagged: boolean;
}

/**
 * Splits delimited text into records, chunk by chunk, in bounded memory. Forgiving where the intent is plain (a quote
 * inside a field, text after a closing quote), and never silent: a quote that is opened and not closed costs the line
 * it is on, which comes back with a `problem`, and reading goes on with the next line.
 */
export class CsvRecordReader {
  readonly #shape: CsvShape;
  readonly #file: string;
  #text = '';
  #rowNumber = 0;
  #brokenRows = 0;
  #isSkipping = false;

  constructor(shape: CsvShape, file: string) {
    this.#shape = shape;
    this.#file = file;
  }

  /** No text waits for the rest of its record. */
  get isIdle(): boolean {
    return this.#text === '' && !this.#isSkipping;
  }

  push(chunk: string): CsvRecord[] {
    this.#text += chunk;
    return this.#take(false);
  }

  end(): CsvRecord[] {
    return this.#take(true);
  }

  #take(isEnd: boolean): CsvRecord[] {
    const { newline } = this.#shape;
    const records: CsvRecord[] = [];
    const text = this.#text;
    let at = this.#isSkipping ? this.#skip(text) : 0;
    while (at < text.length) {
      const lineEnd = text.indexOf(newline, at);
      const isOver = isEnd || text.length - at > LIMITS.textRowChars;
      if (lineEnd < 0 && !isOver) break;
      const end = lineEnd < 0 ? text.length : lineEnd;
      const line = text.slice(at, end > at && newline === '\n' && text[end - 1] === '\r' ? end - 1 : end);
      const next = lineEnd < 0 ? text.length : end + 1;
      if (line.length > LIMITS.textRowChars) {
        records.push(this.#broken(line.slice(0, 1000), 'The row is longer than 4 MiB.'));
        this.#isSkipping = lineEnd < 0 && !isEnd;
        at = next;
      } else if (!line.includes('"')) {
        records.push(this.#plain(line));
        at = next;
      } else {
        const parsed = parseQuoted(text, at, this.#shape);
        if (parsed.isAtEnd && !isOver) break;
        if (parsed.isOpen || this.#hasSwallowedLines(parsed)) {
          const problem = parsed.isOpen
            ? 'A quote is opened and not closed.'
            : 'A quote seems to run over several rows.';
          records.push(this.#broken(line, problem));
          at = next;
        } else {
          records.push(this.#bounded(parsed.cells, parsed.next - at));
          at = parsed.next;
        }
      }
    }
    this.#text = at === 0 ? text : text.slice(at);
    return records;
  }

  /** Past the rest of a row that was too long to keep. */
  #skip(text: string): number {
    const lineEnd = text.indexOf(this.#shape.newline);
    this.#isSkipping = lineEnd < 0;
    return lineEnd < 0 ? text.length : lineEnd + 1;
  }

  #plain(line: string): CsvRecord {
    if (line === '') return { rowNumber: ++this.#rowNumber, cells: [] };
    return this.#bounded(line.split(this.#shape.delimiter, LIMITS.columns + 1), line.length);
  }

  #bounded(cells: string[], chars: number): CsvRecord {
    const rowNumber = ++this.#rowNumber;
    if (cells.length > LIMITS.columns) {
      const problem = `The row has more than ${LIMITS.columns} columns.`;
      return { rowNumber, cells: cells.slice(0, LIMITS.columns).map(clip), problem };
    }
    const long = chars > LIMITS.textCellChars ? cells.findIndex((cell) => cell.length > LIMITS.textCellChars) : -1;
    if (long < 0) return { rowNumber, cells };
    return { rowNumber, cells: cells.map(clip), problem: `Column ${long + 1} holds more than 1 MiB of text.` };
  }

  #broken(line: string, problem: string): CsvRecord {
    if (++this.#brokenRows > LIMITS.brokenRows)
      throw new InputRefused(
        'TOO_MANY_BROKEN_ROWS',
        this.#file,
        `More than ${LIMITS.brokenRows} rows have quotes that do not close.`,
        {
          hint: 'Export the register again, or save it as XLSX.',
        },
      );
    const cells = line.split(this.#shape.delimiter, LIMITS.columns).map((cell) => clip(cell.replaceAll('"', '')));
    return { rowNumber: ++this.#rowNumber, cells, problem };
  }

  /** A stray quote pairs with the next one, rows later; the cell between then holds whole rows. */
  #hasSwallowedLines({ cells, isMultiline, isRagged }: Parsed): boolean {
    const { width, delimiter } = this.#shape;
    if (!isMultiline || width === undefined) return false;
    // A spare delimiter at the end of a row is no cell.
    const used = cells.findLastIndex((cell, i) => i < width || cell !== '') + 1;
    if (isRagged || used > width) return true;
    if (used === width) return false;
    return cells.some((cell) => cell.split('\n').some((line) => line.split(delimiter).length > width / 2));
  }
}

const clip = (cell: string): string => (cell.length > 1000 ? `${cell.slice(0, 1000)}…` : cell);

/** Parses one record that has quotes, from `start`. */
const parseQuoted = (text: string, start: number, { delimiter, newline }: CsvShape): Parsed => {
  const cells: string[] = [];
  let isMultiline = false;
  let isRagged = false;
  let at = start;
  for (;;) {
    let cell = '';
    const isQuoted = text[at] === '"';
    if (isQuoted) {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return { cells, next: text.length, isOpen: true, isAtEnd: true, isMultiline, isRagged };
        cell += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        cell += '"';
        at++;
      }
      isMultiline ||= cell.includes(newline);
    }
    const end = endOfField(text, at, delimiter, newline);
    const isAtEnd = end >= text.length;
    const isLast = isAtEnd || text[end] === newline;
    const tail = text.slice(at, isLast && newline === '\n' && end > at && text[end - 1] === '\r' ? end - 1 : end);
    isRagged ||= isQuoted && tail !== '';
    // Past the limit cells are only counted, so that a row of a million quotes costs no memory.
    if (cells.length <= LIMITS.columns) cells.push(cell + tail);
    at = end + 1;
    if (isLast) return { cells, next: Math.min(at, text.length), isOpen: false, isAtEnd, isMultiline, isRagged };
  }
};

const endOfField = (text: string, at: number, delimiter: string, newline: string): number => {
  for (let i = at; i < text.length; i++) {
    const c = text[i];
    if (c === delimiter || c === newline) return i;
  }
  return text.length;
};

/** All records of a text that is complete, or the first `maxRecords` of one. */
export const parseCsvText = (
  text: string,
  shape: CsvShape,
  file: string,
  maxRecords = Number.POSITIVE_INFINITY,
): CsvRecord[] => {
  const reader = new CsvRecordReader(shape, file);
  const records = [...reader.push(text), ...reader.end()];
  return records.length > maxRecords ? records.slice(0, maxRecords) : records;
};
