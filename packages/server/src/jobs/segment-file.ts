import type { DuckDBConnection } from '@duckdb/node-api';
import { DOCUMENT_COLUMNS, returnPeriodFromOrdinal } from '@milaan/gst';
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
  /** MMYYYY; null where there is no document. */
  readonly firstPeriod: string | null;
  readonly lastPeriod: string | null;
}

export const NO_DOCUMENTS: SegmentFacts = { documents: 0, firstPeriod: null, lastPeriod: null };

/** The lowest level: the next ones take a quarter more time for nothing that could be measured on documents. */
const COMPRESSION = 'COMPRESSION zstd, COMPRESSION_LEVEL 1';

/** Writes documents as a segment, in the order in which they come. `from` is a relation, `where` a condition on it. */
export const writeSegmentFile = async (
  connection: DuckDBConnection,
  from: string,
  where: string,
  path: string,
): Promise<void> => {
  await connection.run(
    `COPY (SELECT ${SEGMENT_COLUMNS.join(', ')} FROM ${from} WHERE ${where}) TO ${sqlText(path)} (FORMAT parquet, ${COMPRESSION})`,
  );
};

/** The facts of every group of documents in one pass; the key is the values of the columns, joined by `|`. */
export const readSegmentFacts = async (
  connection: DuckDBConnection,
  from: string,
  columns: readonly string[],
): Promise<ReadonlyMap<string, SegmentFacts>> => {
  const ordinal = periodOrdinalSql('return_period');
  const reader = await connection.runAndReadAll(
    `SELECT concat_ws('|', ${columns.join(', ')}) AS key, count(*), min(${ordinal}), max(${ordinal}) FROM ${from} GROUP BY key ORDER BY key`,
  );
  return new Map(
    reader.getRowsJson().map(([key, documents, first, last]) => [
      String(key),
      {
        documents: Number(documents),
        firstPeriod: returnPeriodFromOrdinal(Number(first)),
        lastPeriod: returnPeriodFromOrdinal(Number(last)),
      },
    ]),
  );
};
