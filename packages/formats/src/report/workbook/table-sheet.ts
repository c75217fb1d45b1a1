import type { DuckDBConnection } from '@duckdb/node-api';
import { streamRows, streamRowsInOrder } from '../stream-rows.ts';
import { DIFFERENCE_FILL, GROUP_FILLS, HEADING } from './looks.ts';
import {
  type Cell,
  columnLetters,
  MAX_SHEET_ROWS,
  rowXml,
  type SheetLayout,
  sheetEndXml,
  sheetStartXml,
} from './sheet-xml.ts';
import type { Look, StyleSheet } from './style-sheet.ts';
import type { Sheet } from './workbook-file.ts';

/** A column of a sheet that is filled by a query. */
export interface TableColumn {
  readonly heading: string;
  /** In characters. */
  readonly width: number;
  readonly kind: 'TEXT' | 'AMOUNT' | 'DATE' | 'COUNT' | 'SCORE';
  /** SQL of the value; a DATE for dates, DECIMAL for amounts. */
  readonly sql: string;
  /** The report's word for a value. */
  readonly word?: (value: string) => string;
  /** Heading above the headings; equal ones side by side are merged. */
  readonly group?: string;
  /** Fill of one value, RRGGBB. */
  readonly fill?: (value: string) => string | undefined;
  /** Name in `mismatch_fields` that colours the cell. */
  readonly differsAs?: readonly string[];
}

export interface Table {
  readonly name: string;
  readonly columns: readonly TableColumn[];
  /** What follows the select list. */
  readonly fromSql: string;
  readonly rows: number;
  /** SQL of the place of a row, 1 to `rows`, where `fromSql` does not keep the order. */
  readonly placeSql?: string;
  /** SQL of a VARCHAR[] that names what differs in a row. */
  readonly differencesSql?: string;
  readonly frozenColumns: number;
  readonly onRows?: (rows: number) => void;
}

const TABLE_HEADING: Look = { ...HEADING, wrap: true };
/** Spreadsheets count days from here (with 1900 as a leap year, which matters only before March 1900). */
const DAY_ZERO = "DATE '1899-12-30'";
const PIECE_CHARACTERS = 1 << 18;
/** Points; headings may take two lines. */
const HEADING_HEIGHT = 29;
const GROUP_HEIGHT = 16;

/** All values of a row as one JSON array of texts: one value a row is what passes out of DuckDB fastest. */
const rowSql = ({ columns, fromSql, differencesSql, placeSql }: Table): string => {
  const values = columns.map(({ sql, kind }) =>
    kind === 'DATE' ? `((${sql}) - ${DAY_ZERO})::VARCHAR` : `(${sql})::VARCHAR`,
  );
  const differences = differencesSql === undefined ? 'NULL' : `array_to_string(${differencesSql}, ' ')`;
  const place = placeSql === undefined ? '' : `${placeSql}::INTEGER, `;
  return `SELECT ${place}encode(to_json([${[differences, ...values].join(', ')}])::VARCHAR) FROM ${fromSql}`;
};

const lookOf = (kind: TableColumn['kind']): Look => (kind === 'TEXT' ? { indent: true } : { number: kind });

/** Turns the texts of a row into cells. */
const createCellMaker = (columns: readonly TableColumn[], styles: StyleSheet) => {
  const looks = columns.map(({ kind }) => lookOf(kind));
  const plain = looks.map((look) => styles.idOf(look));
  const different = looks.map((look) => styles.idOf({ ...look, fill: DIFFERENCE_FILL }));
  return (values: readonly (string | null)[]): (Cell | null)[] => {
    const differing = values[0] === null || values[0] === undefined || values[0] === '' ? [] : values[0].split(' ');
    return columns.map((column, at): Cell | null => {
      const value = values[at + 1];
      const isDifferent = column.differsAs?.some((field) => differing.includes(field)) === true;
      if (value === null || value === undefined) return isDifferent ? { text: '', style: different[at] ?? 0 } : null;
      const fill = column.fill?.(value);
      const style = isDifferent ? different[at] : fill === undefined ? plain[at] : styles.idOf({ ...looks[at], fill });
      if (column.kind !== 'TEXT') return { number: value, style: style ?? 0 };
      return { text: column.word?.(value) ?? value, style: style ?? 0 };
    });
  };
};

const headingRows = (
  columns: readonly TableColumn[],
  styles: StyleSheet,
): { rows: (Cell | null)[][]; merged: string[] } => {
  const headings = columns.map(
    ({ heading, kind }): Cell => ({
      text: heading,
      style: styles.idOf({ ...TABLE_HEADING, ...(kind === 'TEXT' ? { indent: true } : { align: 'right' }) }),
    }),
  );
  if (columns.every(({ group }) => group === undefined)) return { rows: [headings], merged: [] };
  const merged: string[] = [];
  const names = [...new Set(columns.map(({ group }) => group ?? ''))];
  const groups = columns.map(({ group = '' }, at): Cell => {
    const isFirst = at === 0 || columns[at - 1]?.group !== group;
    if (isFirst) {
      let end = at;
      while (end + 1 < columns.length && columns[end + 1]?.group === group) end++;
      if (end > at) merged.push(`${columnLetters(at)}1:${columnLetters(end)}1`);
    }
    const fill = GROUP_FILLS[names.indexOf(group) % GROUP_FILLS.length] ?? HEADING.fill;
    return {
      text: isFirst ? group : '',
      style: styles.idOf({ ...TABLE_HEADING, ...(fill === undefined ? {} : { fill }), align: 'center' }),
    };
  });
  return { rows: [groups, headings], merged };
};

/**
 * A table as sheets: as many as its rows need, the later ones named `Name 2`, `Name 3`. Rows go from DuckDB to the
 * file without being kept.
 *
 * @param maxRows rows of one sheet with its headings; Excel's own limit but in tests.
 */
export const createTableSheets = (
  connection: DuckDBConnection,
  table: Table,
  styles: StyleSheet,
  maxRows: number = MAX_SHEET_ROWS,
): Sheet[] => {
  const { columns, name } = table;
  const { rows: headings, merged } = headingRows(columns, styles);
  const toCells = createCellMaker(columns, styles);
  const letters = columns.map((_, at) => columnLetters(at));
  const layout: SheetLayout = {
    widths: columns.map(({ width }) => width),
    frozenRows: headings.length,
    frozenColumns: table.frozenColumns,
    filterRow: headings.length,
    merged,
  };
  const perSheet = maxRows - headings.length;
  const source = createRowSource(connection, table);
  return Array.from({ length: Math.max(1, Math.ceil(table.rows / perSheet)) }, (_, k): Sheet => {
    const sheetName = k === 0 ? name : `${name} ${k + 1}`;
    const lastRow = headings.length + Math.min(perSheet, Math.max(0, table.rows - k * perSheet));
    return {
      name: sheetName,
      filterRange: `'${sheetName}'!$A$${headings.length}:$${letters.at(-1) ?? 'A'}$${lastRow}`,
      xml: async function* () {
        yield sheetStartXml(layout) +
          headings
            .map((cells, at) =>
              rowXml(at + 1, letters, cells, at + 1 === headings.length ? HEADING_HEIGHT : GROUP_HEIGHT),
            )
            .join('');
        let piece = '';
        for (let row = headings.length + 1; row <= lastRow; row++) {
          const values = source.shift() ?? ((await source.fill()) ? source.shift() : undefined);
          if (values === undefined) throw new Error(`${name} has fewer rows than were counted`);
          piece += rowXml(row, letters, toCells(values));
          if (piece.length < PIECE_CHARACTERS) continue;
          yield piece;
          piece = '';
          table.onRows?.(k * perSheet + row - headings.length);
        }
        yield piece + sheetEndXml(layout, lastRow);
        table.onRows?.(k * perSheet + lastRow - headings.length);
      },
    };
  });
};

/** The rows of a table, to be taken one by one across its sheets. The query starts with the first row. */
const createRowSource = (connection: DuckDBConnection, table: Table) => {
  const sql = rowSql(table);
  const batches = table.placeSql === undefined ? streamRows(connection, sql) : streamRowsInOrder(connection, sql);
  const decoder = new TextDecoder();
  let rows: Uint8Array[] = [];
  let at = 0;
  return {
    /** The next row of the batch at hand. */
    shift: (): (string | null)[] | undefined => {
      const row = rows[at++];
      return row === undefined ? undefined : (JSON.parse(decoder.decode(row)) as (string | null)[]); // an array of texts, by rowSql
    },
    /** Takes the next batch that holds rows; false after the last. */
    fill: async (): Promise<boolean> => {
      do {
        const { value, done } = await batches.next();
        if (done === true) return false;
        rows = value;
      } while (rows.length === 0);
      at = 0;
      return true;
    },
  };
};
