import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from './sql-text.ts';

const ORDER_SQL = `
  SELECT count(*), coalesce(max(abs(line_no - place)), 0) FROM (SELECT line_no, row_number() OVER () AS place FROM result)`;

/** Lines this far from their place are put right while they are written: a join mixes the lines of a chunk of 2048. */
const NEAR = 10_000;

const COMMON_REASONS_SQL = `
  SELECT reasons FROM (FROM result LIMIT 4096) WHERE reasons IS NOT NULL
  GROUP BY reasons ORDER BY count(*) DESC, reasons LIMIT 1`;

const SORTED_TABLE = 'milaan_sorted_result';
const SORTED_VIEW = 'milaan_result_in_order';

/** Where to read lines from so that they come nearly in the order of `line_no` without a sort of wide rows. */
export interface ResultSource {
  readonly name: string;
  readonly rows: number;
  drop(): Promise<void>;
}

/** The sorted copy keeps the reasons that most lines share (all exact pairs do) once. */
const createSortedCopy = async (connection: DuckDBConnection): Promise<void> => {
  const reader = await connection.runAndReadAll(COMMON_REASONS_SQL);
  const common = sqlText(String(reader.getRows()[0]?.[0] ?? '[]'));
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${SORTED_TABLE} AS
    SELECT * REPLACE (CASE WHEN reasons = ${common} THEN NULL ELSE coalesce(reasons, '[]') END AS reasons)
    FROM result ORDER BY line_no`);
  await connection.run(`CREATE OR REPLACE TEMP VIEW ${SORTED_VIEW} AS
    SELECT * REPLACE (coalesce(reasons, ${common}) AS reasons) FROM ${SORTED_TABLE}`);
};

/** `result` itself where it lies nearly in order; else a sorted copy. */
export const openResultSource = async (connection: DuckDBConnection): Promise<ResultSource> => {
  const [rows, distance] = (await connection.runAndReadAll(ORDER_SQL)).getRows()[0] ?? [];
  const isOutOfOrder = Number(distance) > NEAR;
  if (isOutOfOrder) await createSortedCopy(connection);
  return {
    name: isOutOfOrder ? SORTED_VIEW : 'result',
    rows: Number(rows),
    drop: async () => {
      if (!isOutOfOrder) return;
      await connection.run(`DROP VIEW ${SORTED_VIEW}`);
      await connection.run(`DROP TABLE ${SORTED_TABLE}`);
    },
  };
};
