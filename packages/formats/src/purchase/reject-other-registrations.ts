import { type DuckDBAppender, type DuckDBConnection, listValue } from '@duckdb/node-api';
import type { ColumnMapping } from './column-mapping.ts';
import { mapColumns } from './map-columns.ts';
import { openRegister } from './open-register.ts';
import { readGstin } from './read-cell.ts';
import { sqlText } from './sql-text.ts';

export interface OwnRegister {
  readonly file: string;
  readonly mapping?: ColumnMapping | undefined;
  /** Whether a registration is one of those that were asked for. */
  isOwn(gstin: string): boolean;
}

const FLUSH_ROWS = 2_048;

const textsOf = async (connection: DuckDBConnection, sql: string): Promise<string[]> =>
  (await connection.runAndReadAll(sql)).getRows().map(([value]) => String(value));

/** Reads each distinct text once: a million cells hold a few registrations. */
const createForeignTest = (isOwn: (gstin: string) => boolean): ((cell: string) => string | null) => {
  const known = new Map<string, string | null>();
  return (cell) => {
    const seen = known.get(cell);
    if (seen !== undefined) return seen;
    const { value } = readGstin(cell.trim());
    const foreign = value === null || isOwn(value) ? null : value;
    known.set(cell, foreign);
    return foreign;
  };
};

/**
 * Takes the documents of other registrations out of `books` and their rows to `rejected_row`, with the reason; to be
 * called after `readPurchases` has read this one register. Rows that are rejected already stay as they are.
 * @returns how many rows it rejected
 */
export const rejectOtherRegistrations = async (
  connection: DuckDBConnection,
  { file, mapping, isOwn }: OwnRegister,
): Promise<number> => {
  const foreign = (await textsOf(connection, 'SELECT DISTINCT own_gstin FROM books')).filter((gstin) => !isOwn(gstin));
  if (foreign.length === 0) return 0;
  const register = await openRegister(file, mapping);
  const map = mapColumns(file, register.titles, mapping);
  const column = map.byField.get('myGstin')?.[0];
  const rejected = new Set((await textsOf(connection, 'SELECT row_no FROM rejected_row')).map(Number));
  const foreignOf = createForeignTest(isOwn);
  const title = column === undefined ? '' : (map.columns[column]?.header.trim() ?? '');
  const appender = await connection.createAppender('rejected_row');
  let rows = 0;
  for await (const batch of register.rows()) {
    for (const { rowNumber, cells } of batch) {
      const gstin = column === undefined ? null : foreignOf(cells[column] ?? '');
      if (gstin === null || rejected.has(rowNumber)) continue;
      appendForeign(
        appender,
        file,
        rowNumber,
        cells,
        `${title} ${gstin} is not among the registrations of this request.`,
      );
      if (++rows % FLUSH_ROWS === 0) appender.flushSync();
    }
  }
  appender.closeSync();
  await connection.run(`DELETE FROM books WHERE own_gstin IN (${foreign.map(sqlText).join(', ')})`);
  if (rejected.size === 0 && rows > 0)
    await addHeader(
      connection,
      map.columns.map(({ header }) => header),
    );
  return rows;
};

const appendForeign = (
  appender: DuckDBAppender,
  file: string,
  rowNumber: number,
  cells: readonly string[],
  reason: string,
): void => {
  appender.appendInteger(0);
  appender.appendVarchar(file);
  appender.appendInteger(rowNumber);
  appender.appendInteger(1);
  appender.appendVarchar(reason);
  appender.appendList(listValue([...cells]));
  appender.endRow();
};

const addHeader = async (connection: DuckDBConnection, headers: readonly string[]): Promise<void> => {
  const appender = await connection.createAppender('rejected_header');
  appender.appendInteger(0);
  appender.appendList(listValue([...headers]));
  appender.endRow();
  appender.closeSync();
};
