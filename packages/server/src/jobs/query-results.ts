import { DuckDBInstance } from '@duckdb/node-api';
import { readResultPage } from '@milaan/formats';
import type { QueryResultsInput, QueryResultsOutput } from './job-contracts.ts';

/** A page needs little, and the heavy jobs should keep theirs. */
const SETTINGS = {
  threads: '2',
  memory_limit: '512MB',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/** Reads a page of a run's result lines. */
export async function queryResults(input: QueryResultsInput): Promise<QueryResultsOutput> {
  const instance = await DuckDBInstance.create(':memory:', SETTINGS);
  try {
    const connection = await instance.connect();
    return await readResultPage(connection, { ...input, requestType: input.reconType, username: null });
  } finally {
    instance.closeSync();
  }
}
