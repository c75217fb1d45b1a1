import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { streamRowsInOrder } from './stream-rows.ts';

const COUNT = 10_000;
const EXPECTED = Array.from({ length: COUNT }, (_, k) => String(k + 1));

const read = async (sql: string, maxWaiting?: number): Promise<string[]> => {
  const connection = await (await DuckDBInstance.create()).connect();
  const rows: string[] = [];
  for await (const batch of streamRowsInOrder(connection, sql, maxWaiting))
    rows.push(...batch.map((row) => Buffer.from(row).toString()));
  return rows;
};

const rowsInOrderOf = (order: string): string =>
  `SELECT i::INTEGER, encode(i::VARCHAR) FROM range(1, ${COUNT + 1}) t(i) ORDER BY ${order}`;

describe('streamRowsInOrder', () => {
  it('puts rows right that come a little early', async () => {
    expect(await read(rowsInOrderOf('(i // 100), hash(i)'))).toEqual(EXPECTED);
  });

  it('puts rows right that come in any order, by a sort once too many wait', async () => {
    expect(await read(rowsInOrderOf('i DESC'), 100)).toEqual(EXPECTED);
    expect(await read(rowsInOrderOf('CASE WHEN i < 5000 THEN i ELSE -i END'), 100)).toEqual(EXPECTED);
  });

  it('fails when a row is missing', async () => {
    const sql = `SELECT i::INTEGER, encode(i::VARCHAR) FROM range(1, 10) t(i) WHERE i <> 4`;
    await expect(read(sql)).rejects.toThrow('row 4 is missing');
  });

  it('gives nothing for nothing', async () => {
    expect(await read("SELECT 1::INTEGER, encode('x') WHERE false")).toEqual([]);
  });
});
