import type { DuckDBConnection } from '@duckdb/node-api';
import type { JobProgress } from './job-contracts.ts';

/** What every job is given beside its input. */
export interface JobContext {
  /** Ends the job; in a process of its own it is killed instead. */
  readonly signal: AbortSignal;
  onProgress(progress: JobProgress): void;
}

/** The first value of a query that gives one row. */
export const readOne = async (connection: DuckDBConnection, sql: string): Promise<unknown> =>
  (await connection.runAndReadAll(sql)).getRowsJson()[0]?.[0];
