import type { DuckDBConnection } from '@duckdb/node-api';

/** What no later stage reads: dropped, so that its memory serves the next stages and the reports. */
const SPENT: Readonly<Record<string, readonly string[]>> = {
  duplicates: ['amendment'],
  block: ['shared_key'],
  explain: ['scored', 'rest_books', 'rest_portal', 'keyed_books', 'link', 'weak_books', 'weak_portal', 'books_pool'],
  lines: [
    'exact',
    'pair',
    'numbered',
    'plain',
    'taken_books',
    'taken_portal',
    'group_id',
    'share',
    'nearest_books',
    'nearest_portal',
    'portal_pool',
  ],
  suppliers: ['party'],
  summary: ['books', 'portal'],
};

/** Drops the tables of the schema `work` that `stage` was the last to read. */
export const dropSpentTables = async (connection: DuckDBConnection, stage: string): Promise<void> => {
  for (const table of SPENT[stage] ?? []) await connection.run(`DROP TABLE IF EXISTS work.${table}`);
};
