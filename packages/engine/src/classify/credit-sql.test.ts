import type { DuckDBConnection } from '@duckdb/node-api';
import { itcTimeLimit, lastUsablePeriod, parseCalendarDate } from '@milaan/gst';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createConnection } from '../testing/documents.ts';
import { lastMonthSql, periodSql, timeLimitSql } from './credit-sql.ts';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await createConnection();
});
afterAll(() => connection?.closeSync());

const YEARS = Array.from({ length: 20 }, (_, index) => 2017 + index);

it('the time limit of section 16(4) and (5) is that of gst', async () => {
  const rows = await connection.runAndReadAll(
    `SELECT ${periodSql(lastMonthSql('fy'))}, ${timeLimitSql('fy')}::VARCHAR FROM range(2017, 2037) years(fy) ORDER BY fy`,
  );
  const lawOf = (year: number) => {
    const date = parseCalendarDate(`${year + 1}-03-31`);
    if (date === null) throw new Error('31 March is a day.');
    return [lastUsablePeriod(date), itcTimeLimit(date)];
  };
  expect(rows.getRowsJson()).toEqual(YEARS.map(lawOf));
});
