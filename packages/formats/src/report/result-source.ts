import type { DuckDBConnection } from '@duckdb/node-api';

const OUT_OF_ORDER_SQL = `
  SELECT count(*) > 0 FROM (SELECT line_no, row_number() OVER () AS place FROM result) WHERE line_no <> place`;

const SORTED_COPY = 'milaan_result_in_order';

/** Where to read lines from so that they come in the order of `line_no` without a sort of wide rows. */
export interface ResultSource {
  readonly name: string;
  readonly rows: number;
  drop(): Promise<void>;
}

/** `result` itself where it lies in order, as the engine leaves it; else a sorted copy. */
export const openResultSource = async (connection: DuckDBConnection): Promise<ResultSource> => {
  const ordered = await connection.runAndReadAll(OUT_OF_ORDER_SQL);
  const isOutOfOrder = ordered.getRows()[0]?.[0] === true;
  const name = isOutOfOrder ? SORTED_COPY : 'result';
  if (isOutOfOrder) await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} AS FROM result ORDER BY line_no`);
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${name}`);
  return {
    name,
    rows: Number(counted.getRows()[0]?.[0]),
    drop: async () => {
      if (isOutOfOrder) await connection.run(`DROP TABLE ${name}`);
    },
  };
};
