import { formatFinancialYear } from '@milaan/gst';
import { type DeflatedPiece, RecordDeflater, type RecordTemplate, VALUE_SEPARATOR } from '../gzip/record-deflater.ts';
import { createLineTemplates, DERIVED_VALUES, indexOfValue, type LineConstants, ROW_VALUES } from './line-template.ts';
import { JSON_VALUES, SCALAR_VALUES } from './result-values.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const ZERO = 0x30;
const FIRST_LETTER_OF_NULL = 0x6e;
const NULL_LENGTH = 4;

/** Every financial year that a date can lie in, as JSON, at the front of every buffer of rows. */
const FIRST_YEAR = 1899;
const LAST_YEAR = 2199;
const YEAR_LENGTH = '"2026-27"'.length;
const YEARS = new TextEncoder().encode(
  Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, k) => `"${formatFinancialYear(FIRST_YEAR + k)}"`).join(''),
);

/** Rows between two calls of `take`, one behind the other in one buffer. */
export class RowBuffer {
  bytes = new Uint8Array(1 << 22);
  length = YEARS.length;

  constructor() {
    this.bytes.set(YEARS);
  }

  /** Gives where the row starts. */
  add(row: Uint8Array): number {
    const start = this.length;
    const end = start + row.length + 1;
    if (end > this.bytes.length) this.grow(end);
    this.bytes.set(row, start);
    this.bytes[end - 1] = VALUE_SEPARATOR;
    this.length = end;
    return start;
  }

  clear(): void {
    this.length = YEARS.length;
  }

  private grow(atLeast: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, atLeast));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** Turns rows of `RESULT_ROW_SQL` into compressed lines. */
export class LineEncoder {
  private readonly deflater: RecordDeflater;
  private readonly templates: readonly RecordTemplate[];
  private readonly starts = new Int32Array(ROW_VALUES.length + DERIVED_VALUES.length);
  private readonly ends = new Int32Array(ROW_VALUES.length + DERIVED_VALUES.length);
  private readonly derived = DERIVED_VALUES.map(({ how, from, otherwise }) => ({
    how,
    from: indexOfValue(from),
    otherwise: indexOfValue(otherwise ?? from),
  }));
  private readonly rows = new RowBuffer();

  constructor(constants: LineConstants) {
    const { segments, slots, templates } = createLineTemplates(constants);
    this.deflater = new RecordDeflater(segments, slots);
    this.templates = templates;
  }

  add(row: Uint8Array): void {
    const start = this.rows.add(row);
    const buffer = this.rows.bytes;
    const template = this.templates[(buffer[start] ?? 0) - ZERO];
    if (template === undefined) throw new Error('a result row has an unknown kind');
    this.split(buffer, start + 2, this.rows.length - 1);
    this.derive(buffer);
    this.deflater.add(template, buffer, this.starts, this.ends);
  }

  /** To be called every so many lines, so that the buffer stays small. */
  restartBuffer(): void {
    this.rows.clear();
    this.deflater.forgetValues();
  }

  take(): DeflatedPiece {
    this.rows.clear();
    return this.deflater.take();
  }

  /** Finds the values that a row holds. */
  private split(buffer: Uint8Array, start: number, end: number): void {
    const { starts, ends } = this;
    let at = start;
    let index = 0;
    for (const separated = SCALAR_VALUES.length + JSON_VALUES.length; index < separated; index++) {
      starts[index] = at;
      while (buffer[at] !== VALUE_SEPARATOR) at++;
      ends[index] = at++;
    }
    for (; index < ROW_VALUES.length; index++) {
      at++; // past [ or ,
      starts[index] = at;
      if (buffer[at] === QUOTE) {
        at++;
        while (buffer[at] !== QUOTE) at += buffer[at] === BACKSLASH ? 2 : 1;
        at++;
      } else at += NULL_LENGTH;
      ends[index] = at;
      if (index + 1 < ROW_VALUES.length && buffer[at] !== COMMA) throw new Error('a result row has too few values');
    }
    if (at + 1 !== end) throw new Error('a result row has too many values');
  }

  private derive(buffer: Uint8Array): void {
    const { starts, ends, derived } = this;
    for (let k = 0; k < derived.length; k++) {
      const rule = derived[k];
      if (rule === undefined) continue;
      let { from } = rule;
      if (rule.how === 'EITHER' && buffer[starts[from] ?? 0] === FIRST_LETTER_OF_NULL) from = rule.otherwise;
      let start = starts[from] ?? 0;
      let end = ends[from] ?? 0;
      if (rule.how === 'INNER') {
        start++;
        end--;
      } else if (rule.how === 'FINANCIAL_YEAR' && end - start > NULL_LENGTH) {
        start = yearAt(buffer, start + 1);
        end = start + YEAR_LENGTH;
      }
      starts[ROW_VALUES.length + k] = start;
      ends[ROW_VALUES.length + k] = end;
    }
  }
}

const yearAt = (buffer: Uint8Array, at: number): number => {
  const digit = (k: number): number => (buffer[at + k] ?? ZERO) - ZERO;
  const year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  const startYear = digit(5) * 10 + digit(6) >= 4 ? year : year - 1;
  return Math.min(Math.max(startYear - FIRST_YEAR, 0), LAST_YEAR - FIRST_YEAR) * YEAR_LENGTH;
};
