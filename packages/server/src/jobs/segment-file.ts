import type { DuckDBConnection } from '@duckdb/node-api';
import { DOCUMENT_COLUMNS, isReturnPeriod, returnPeriodFromOrdinal } from '@milaan/gst';
import { sqlText } from './sql-text.ts';

/** What a segment keeps of a document: all but the handle, which is given anew when it is read. */
export const SEGMENT_COLUMNS: readonly string[] = DOCUMENT_COLUMNS.map(({ name }) => name).filter(
  (name) => name !== 'seq',
);

/** `year * 12 + month` of MMYYYY, as `returnPeriodOrdinal` of gst. */
export const periodOrdinalSql = (period: string): string =>
  `(right(${period}, 4)::INTEGER * 12 + left(${period}, 2)::INTEGER)`;

export interface SegmentFacts {
  readonly documents: number;
  readonly firstPeriod: string | null;
  readonly lastPeriod: string | null;
}

const periodOf = (ordinal: unknown): string | null => {
  if (ordinal === null || ordinal === undefined) return null;
  const period = returnPeriodFromOrdinal(Number(ordinal));
  return isReturnPeriod(period) ? period : null;
};

/** Writes documents as a segment, in the order in which they come. `from` is a relation, `where` a condition on it. */
export const writeSegmentFile = async (
  connection: DuckDBConnection,
  from: string,
  where: string,
  path: string,
): Promise<SegmentFacts> => {
  await connection.run(
    `COPY (SELECT ${SEGMENT_COLUMNS.join(', ')} FROM ${from} WHERE ${where}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  const ordinal = periodOrdinalSql('return_period');
  const reader = await connection.runAndReadAll(
    `SELECT count(*), min(${ordinal}), max(${ordinal}) FROM ${from} WHERE ${where}`,
  );
  const [documents, first, last] = reader.getRowsJson()[0] ?? [];
  return { documents: Number(documents), firstPeriod: periodOf(first), lastPeriod: periodOf(last) };
};
