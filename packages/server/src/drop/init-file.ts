/** One row of an INIT file: a trigger, with the cells as they stand. */
export interface InitRow {
  /** Line of the row among the rows, from 1. */
  readonly number: number;
  /** By the column's name as it stands in the header. */
  readonly cells: Readonly<Record<string, string>>;
}

/** The columns of the trigger's arguments; those of an error file are passed over, so that a corrected one can be dropped. */
const COLUMNS = [
  'pan',
  'gstins',
  'reconType',
  'pullReturnPeriodStart',
  'pullReturnPeriodEnd',
  'reconReturnPeriodStart',
  'reconReturnPeriodEnd',
  'templateId',
  'allowMissingPeriods',
  'asOf',
] as const;
type Column = (typeof COLUMNS)[number];

const ERROR_COLUMNS = ['No. of Errors', 'Error Message'] as const;

/** The cells of CSV text (RFC 4180), row by row; rows without any text are left out. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n][^,\r\n]*)?)(,|\r?\n|\r|$)/gy;
  const source = text.replace(/^\ufeff/, '');
  while (cells.lastIndex < source.length || row.length > 0) {
    const match = cells.exec(source);
    if (match === null)
      throw new InitFileRefused('It is not a CSV file: a quotation mark stands in the middle of a cell.');
    const [, quoted, plain = '', end] = match;
    row.push((quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim());
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((cellsOfRow) => cellsOfRow.some((cell) => cell !== ''));
}

/** The file as a whole cannot be read; the message is for its sender. */
export class InitFileRefused extends Error {
  override readonly name = 'InitFileRefused';
}

const columnOf = (header: string): Column | undefined =>
  COLUMNS.find((column) => column.toLowerCase() === header.replaceAll(/[\s_-]/g, '').toLowerCase());

const isErrorColumn = (header: string): boolean => ERROR_COLUMNS.some((column) => column === header);

/** The rows of an INIT file. @throws InitFileRefused */
export function readInitFile(text: string): readonly InitRow[] {
  const [header, ...rows] = readCsv(text);
  if (header === undefined) throw new InitFileRefused('It is empty.');
  const unknown = header.filter((name) => columnOf(name) === undefined && !isErrorColumn(name));
  if (unknown.length > 0) {
    throw new InitFileRefused(`Its columns ${unknown.join(', ')} are not known. There are: ${COLUMNS.join(', ')}.`);
  }
  if (!header.some((name) => columnOf(name) === 'pan')) throw new InitFileRefused('It has no column pan.');
  if (rows.length === 0) throw new InitFileRefused('It has a header and no rows.');
  return rows.map((cells, index) => ({
    number: index + 1,
    cells: Object.fromEntries(
      header.flatMap((name, at) => (isErrorColumn(name) ? [] : [[name, cells[at] ?? ''] as const])),
    ),
  }));
}

/** Spreadsheets take the zero of 042026 away. */
const periodOf = (cell: string): string => (/^\d{5}$/.test(cell) ? `0${cell}` : cell);

const YES = /^(?:true|yes|y|1)$/i;
const NO = /^(?:false|no|n|0)$/i;

const VALUES: Readonly<Record<Column, (cell: string) => unknown>> = {
  pan: (cell) => cell.toUpperCase(),
  gstins: (cell) => cell.toUpperCase().split(/[\s;|,]+/),
  reconType: (cell) => cell,
  pullReturnPeriodStart: periodOf,
  pullReturnPeriodEnd: periodOf,
  reconReturnPeriodStart: periodOf,
  reconReturnPeriodEnd: periodOf,
  templateId: (cell) => cell,
  allowMissingPeriods: (cell) => (YES.test(cell) ? true : NO.test(cell) ? false : cell),
  asOf: (cell) => cell,
};

/** The body of the trigger that a row stands for. Empty cells are left out; whether the rest is valid the API says. */
export function triggerBodyOf({ cells }: InitRow): { readonly userInputArgs: Readonly<Record<string, unknown>> } {
  const args = Object.entries(cells).flatMap(([name, cell]) => {
    const column = columnOf(name);
    return column === undefined || cell === '' ? [] : [[column, VALUES[column](cell)] as const];
  });
  return { userInputArgs: Object.fromEntries(args) };
}

const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A row as a file of its own, with what is wrong with it: to be corrected and dropped again. */
export function errorFileOf({ cells }: InitRow, messages: readonly string[]): string {
  const header = [...Object.keys(cells), ...ERROR_COLUMNS];
  const row = [...Object.values(cells), String(messages.length), messages.join(' ')];
  return `${header.map(quote).join(',')}\r\n${row.map(quote).join(',')}\r\n`;
}
