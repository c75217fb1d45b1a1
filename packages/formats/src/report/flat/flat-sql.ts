import { DOCUMENT_COLUMNS, RESULT_COLUMNS, SUPPLIER_COLUMNS } from '@milaan/gst';

/** Handles that mean nothing outside of one run. */
const HANDLES: ReadonlySet<string> = new Set(['seq', 'books_seq', 'portal_seq']);

export interface FlatColumn {
  readonly name: string;
  readonly sql: string;
  /** DuckDB type. */
  readonly type: string;
}

interface SourceColumn {
  readonly name: string;
  readonly type: string;
}

const columnsOf = (alias: string, columns: readonly SourceColumn[], prefix = ''): FlatColumn[] =>
  columns
    .filter(({ name }) => !HANDLES.has(name))
    .map(({ name, type }) => ({ name: `${prefix}${name}`, sql: `${alias}.${name}`, type }));

/** A result line with both documents side by side: the result's own columns, then `pr_…`, then `govt_…`. */
export const RESULT_FLAT_COLUMNS: readonly FlatColumn[] = [
  ...columnsOf('r', RESULT_COLUMNS),
  ...columnsOf('b', DOCUMENT_COLUMNS, 'pr_'),
  ...columnsOf('p', DOCUMENT_COLUMNS, 'govt_'),
];

export const SUPPLIER_FLAT_COLUMNS: readonly FlatColumn[] = columnsOf('s', SUPPLIER_COLUMNS);

export const resultFromSql = (source: string): string =>
  `${source} r LEFT JOIN books b ON b.seq = r.books_seq LEFT JOIN portal p ON p.seq = r.portal_seq`;

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection). Numbers, dates
 * and flags stay what they are.
 */
const formulaSafe = ({ sql, type }: FlatColumn): string => {
  if (type === 'VARCHAR[]') return `array_to_string(${sql}, ' ')`;
  if (type !== 'VARCHAR') return sql;
  return `CASE WHEN ${sql}[1] IN ('=', '+', '-', '@', chr(9), chr(13)) THEN chr(39) || ${sql} ELSE ${sql} END`;
};

export const selectSql = (columns: readonly FlatColumn[], from: string, format: 'csv' | 'parquet'): string =>
  `SELECT ${columns.map((column) => `${format === 'csv' ? formulaSafe(column) : column.sql} AS ${column.name}`).join(', ')} FROM ${from}`;
