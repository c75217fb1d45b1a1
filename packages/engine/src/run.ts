import type { DuckDBConnection } from '@duckdb/node-api';
import type { ReconcileSettings } from './settings.ts';

/** Progress of one run; `done` of `total` stages. */
export interface StageProgress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** A named bound that a run met: what was left unexamined, so that no bound is silent. */
export interface CapHit {
  readonly block: string;
  readonly count: number;
  readonly detail: string;
}

/** What the stages share: the connection, the settings, and what they have to report. */
export interface Run {
  readonly connection: DuckDBConnection;
  readonly settings: ReconcileSettings;
  readonly capsHit: CapHit[];
}

/** SQL text literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Reads all rows of a query whose columns are numbers, as one typed array per column; null is 0. */
export const readNumbers = async (connection: DuckDBConnection, sql: string): Promise<Float64Array[]> => {
  const result = await connection.run(sql);
  const chunks = await result.fetchAllChunks();
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const columns = Array.from({ length: result.columnCount }, () => new Float64Array(rows));
  let start = 0;
  for (const chunk of chunks) {
    columns.forEach((column, index) => {
      const vector = chunk.getColumnVector(index);
      for (let row = 0; row < chunk.rowCount; row++) column[start + row] = Number(vector.getItem(row));
    });
    start += chunk.rowCount;
  }
  return columns;
};
