import { INTEGER, VARCHAR } from '@duckdb/node-api';
import type { Run } from '../run.ts';

/** Why documents were taken together. */
export type GroupBasis = 'NUMBER' | 'SERIAL' | 'DIFFERENCE' | 'SUM';

/** One link of a one-to-many set: exactly one side has several members. */
export interface Group {
  readonly books: readonly number[];
  readonly portal: readonly number[];
  readonly basis: GroupBasis;
}

/** Tables that the stages fill: `work.group_pair(b, p, basis)` and the members per side. */
export const createGroupTables = async ({ connection }: Run): Promise<void> => {
  await connection.run('CREATE TABLE work.group_pair (group_no INTEGER, b INTEGER, p INTEGER, basis VARCHAR)');
  await connection.run('CREATE VIEW work.grouped_books AS SELECT b FROM work.group_pair');
  await connection.run('CREATE VIEW work.grouped_portal AS SELECT p FROM work.group_pair');
};

export const storeGroups = async (
  { connection }: Run,
  groups: readonly Group[],
  firstNumber: number,
): Promise<void> => {
  const appender = await connection.createAppender('group_pair', 'work');
  groups.forEach(({ books, portal, basis }, index) => {
    for (const b of books)
      for (const p of portal) {
        appender.appendValue(firstNumber + index, INTEGER);
        appender.appendValue(b, INTEGER);
        appender.appendValue(p, INTEGER);
        appender.appendValue(basis, VARCHAR);
        appender.endRow();
      }
  });
  appender.closeSync();
};
