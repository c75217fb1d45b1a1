import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type DuckDBAppender, type DuckDBConnection, listValue } from '@duckdb/node-api';
import type { BrokenRow } from './clean-csv.ts';
import { explainProblems } from './explain-problem.ts';
import type { CsvSource } from './line-table.ts';
import type { ColumnMap } from './map-columns.ts';
import { RowFinder } from './row-finder.ts';

/** One register as its rejected rows need it. */
export interface RejectedSource {
  readonly file: string;
  readonly fileNo: number;
  readonly map: ColumnMap;
  readonly source: CsvSource;
  /** Where rows that could not be told apart are spooled; null when there are none. */
  readonly brokenPath: string | null;
  /** `line_id` of its first line, and of the first line of the next register. */
  readonly firstLine: number;
  readonly endLine: number;
}

/** Makes the empty tables `rejected_row` and `rejected_header`. */
export const createRejectedTables = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(
    'CREATE OR REPLACE TABLE rejected_row (file_no INTEGER, file VARCHAR, row_no INTEGER, error_count INTEGER, error_message VARCHAR, cells VARCHAR[])',
  );
  await connection.run('CREATE OR REPLACE TABLE rejected_header (file_no INTEGER, headers VARCHAR[])');
};

const appendRow = (
  appender: DuckDBAppender,
  { file, fileNo }: RejectedSource,
  rowNumber: number,
  errors: readonly string[],
  cells: readonly string[],
): void => {
  appender.appendInteger(fileNo);
  appender.appendVarchar(file);
  appender.appendInteger(rowNumber);
  appender.appendInteger(errors.length);
  appender.appendVarchar(errors.join(' '));
  appender.appendList(listValue([...cells]));
  appender.endRow();
};

/** Rows with bad cells: found again in the file by their place in it, to be reported whole. */
const appendBadLines = async (
  connection: DuckDBConnection,
  register: RejectedSource,
  appender: DuckDBAppender,
): Promise<number> => {
  const { firstLine, endLine, map, source, file } = register;
  const result = await connection.run(
    `SELECT CAST(line_id - ${firstLine} AS INTEGER), array_to_string(problems, ' ') FROM purchase_bad
     WHERE line_id >= ${firstLine} AND line_id < ${endLine} ORDER BY line_id`,
  );
  const wanted = new Map<number, string>();
  for (const [place, problems] of await result.getRows()) wanted.set(Number(place), String(problems));
  if (wanted.size === 0) return 0;
  let found = 0;
  const finder = new RowFinder(source, map.columns.length, file);
  for await (const { place, row } of finder.find((at) => wanted.has(at))) {
    const problems = wanted.get(place) ?? '';
    appendRow(appender, register, row.rowNumber, explainProblems(problems.split(' '), row.cells, map), row.cells);
    if (++found % 2_048 === 0) appender.flushSync();
  }
  // The reader of the rows and DuckDB must count alike, or the report would show other rows than were left out.
  if (finder.rows !== endLine - firstLine)
    throw new Error(`${file}: ${endLine - firstLine} rows were read, ${finder.rows} were found again.`);
  return found;
};

const isBrokenRow = (value: unknown): value is BrokenRow =>
  typeof value === 'object' && value !== null && 'rowNumber' in value && 'cells' in value && 'problem' in value;

const appendBrokenRows = async (register: RejectedSource, appender: DuckDBAppender): Promise<number> => {
  if (register.brokenPath === null) return 0;
  let rows = 0;
  for await (const line of createInterface({
    input: createReadStream(register.brokenPath),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const row: unknown = JSON.parse(line);
    if (!isBrokenRow(row)) continue;
    appendRow(appender, register, row.rowNumber, [row.problem], row.cells);
    if (++rows % 2_048 === 0) appender.flushSync();
  }
  return rows;
};

/**
 * Fills `rejected_row` from `purchase_bad` and the spooled rows.
 * @returns rejected rows by file number
 */
export const collectRejectedRows = async (
  connection: DuckDBConnection,
  registers: readonly RejectedSource[],
): Promise<Map<number, number>> => {
  const counts = new Map<number, number>();
  for (const register of registers) {
    const appender = await connection.createAppender('rejected_row');
    const rows = (await appendBadLines(connection, register, appender)) + (await appendBrokenRows(register, appender));
    appender.closeSync();
    counts.set(register.fileNo, rows);
    if (rows === 0) continue;
    const headers = await connection.createAppender('rejected_header');
    headers.appendInteger(register.fileNo);
    headers.appendList(listValue(register.map.columns.map((column) => column.header)));
    headers.endRow();
    headers.closeSync();
  }
  return counts;
};
