import type { Readable } from 'node:stream';
import { LIMITS } from '../bytes/limits.ts';
import { InputRefused } from '../input-refused.ts';
import { type CellValue, plainNumberText, type SheetRow, serialToIsoDate } from './cell-value.ts';
import { TextItem, unescapeText } from './shared-strings.ts';
import { type NumberStyle, PLAIN_STYLE } from './styles.ts';
import { decodeXml, XmlFeed } from './xml-feed.ts';

export interface WorkbookParts {
  readonly file: string;
  readonly strings: readonly string[];
  readonly styles: readonly NumberStyle[];
  /** Dates count from 1904 instead of 1900. */
  readonly isDate1904: boolean;
}

/** `BC12` → 54; -1 when there is no column. */
export const columnIndexOf = (reference: string): number => {
  let index = 0;
  for (let i = 0; i < reference.length; i++) {
    const code = reference.charCodeAt(i) & ~0x20;
    if (code < 65 || code > 90) break;
    index = index * 26 + (code - 64);
  }
  return index - 1;
};

const PLAIN = /^-?(?:0|[1-9][0-9]{0,14})$|^-?(?=.{1,15}$)(?:0|[1-9][0-9]*)\.[0-9]*[1-9]$/;

const numberValue = (raw: string, style: NumberStyle, isDate1904: boolean): CellValue => {
  const number = Number(raw);
  if (!Number.isFinite(number)) return { text: raw };
  if (style.isDate) {
    const serial = isDate1904 ? number + 1462 : number;
    const text = serialToIsoDate(serial);
    if (text !== null) return { text, number: serial, isDate: true };
  }
  // Fifteen digits are all that Excel keeps; shorter ones stand as they were typed.
  const text = PLAIN.test(raw) ? raw : plainNumberText(number);
  return { text: style.minDigits > 0 && Number.isInteger(number) ? text.padStart(style.minDigits, '0') : text, number };
};

const createCell = (
  type: string,
  style: number,
  raw: string,
  inline: string,
  parts: WorkbookParts,
): CellValue | null => {
  switch (type) {
    case 's': {
      const text = parts.strings[Number(raw)] ?? '';
      return text === '' ? null : { text };
    }
    case 'inlineStr':
      return inline === '' ? null : { text: inline };
    case 'str':
    case 'd':
    case 'e':
      return raw === '' ? null : { text: unescapeText(raw) };
    case 'b':
      return raw === '' ? null : { text: raw === '1' ? 'TRUE' : 'FALSE' };
    default:
      return raw === '' ? null : numberValue(raw, parts.styles[style] ?? PLAIN_STYLE, parts.isDate1904);
  }
};

/** Collects rows from the tags of a worksheet part. Formulas are never evaluated: the cached value is the cell. */
class RowCollector {
  readonly rows: SheetRow[] = [];
  readonly #parts: WorkbookParts;
  readonly #item = new TextItem();
  #cells: (CellValue | null)[] = [];
  #rowNumber = 0;
  #rowCount = 0;
  #column = -1;
  #type = 'n';
  #style = 0;
  #raw = '';
  #isInValue = false;
  #isInData = false;

  constructor(parts: WorkbookParts) {
    this.#parts = parts;
  }

  onOpen(name: string, attributes: Record<string, string>): void {
    if (name === 'sheetData') this.#isInData = true;
    else if (!this.#isInData) return;
    else if (name === 'row') this.#onRow(attributes);
    else if (name === 'c') this.#onCell(attributes);
    else if (name === 'v') this.#isInValue = true;
    else this.#item.onOpen(name);
  }

  #onRow(attributes: Record<string, string>): void {
    const stated = Number(attributes.r ?? 0);
    this.#rowNumber = stated > this.#rowNumber ? stated : this.#rowNumber + 1;
    this.#cells = [];
    this.#column = -1;
    if (++this.#rowCount > LIMITS.xlsxRows || this.#rowNumber > LIMITS.xlsxRows)
      throw new InputRefused('TOO_LARGE', this.#parts.file, `The sheet has more than ${LIMITS.xlsxRows} rows.`);
  }

  #onCell(attributes: Record<string, string>): void {
    const reference = attributes.r;
    this.#column = reference === undefined ? this.#column + 1 : columnIndexOf(reference);
    this.#type = attributes.t ?? 'n';
    this.#style = Number(attributes.s ?? 0);
    this.#raw = '';
    this.#isInValue = false;
    this.#item.reset();
  }

  onText(text: string): void {
    if (this.#isInValue) this.#raw += text;
    else this.#item.onText(text);
    if (this.#raw.length > LIMITS.xlsxCellChars || this.#item.length > LIMITS.xlsxCellChars)
      throw new InputRefused(
        'TOO_LARGE',
        this.#parts.file,
        `The cell in row ${this.#rowNumber}, column ${this.#column + 1} holds more than ${LIMITS.xlsxCellChars} characters.`,
      );
  }

  onClose(name: string): void {
    if (name === 'v') this.#isInValue = false;
    else if (name === 'c') this.#onCellEnd();
    else if (name === 'row') this.rows.push({ rowNumber: this.#rowNumber, cells: this.#cells });
    else if (name === 'sheetData') this.#isInData = false;
    else this.#item.onClose(name);
  }

  #onCellEnd(): void {
    const cell = createCell(this.#type, this.#style, this.#raw, this.#item.text, this.#parts);
    // Blank cells carry only a style; a format painted over whole rows must not count as columns.
    if (cell === null || this.#column < 0) return;
    if (this.#column >= LIMITS.columns)
      throw new InputRefused(
        'TOO_MANY_COLUMNS',
        this.#parts.file,
        `Row ${this.#rowNumber} has a value in column ${this.#column + 1}; at most ${LIMITS.columns} columns are read.`,
      );
    while (this.#cells.length < this.#column) this.#cells.push(null);
    this.#cells[this.#column] = cell;
  }
}

/** The rows of a worksheet part, in file order, as a stream. */
export async function* readSheetRows(stream: Readable, parts: WorkbookParts, part: string): AsyncGenerator<SheetRow> {
  const collector = new RowCollector(parts);
  const feed = new XmlFeed(collector, parts.file, part);
  for await (const text of decodeXml(stream)) {
    feed.write(text);
    if (collector.rows.length > 0) yield* collector.rows.splice(0);
  }
  feed.end();
  yield* collector.rows.splice(0);
}
