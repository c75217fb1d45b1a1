import { type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { createByteText } from './byte-text.ts';
import { readChunkPlaces, readChunkRows } from './chunk-rows.ts';

const withChunks = async <T>(sql: string, read: (chunks: readonly DuckDBDataChunk[]) => T): Promise<T> => {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    return read(await (await connection.run(sql)).fetchAllChunks());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const textsOf = (chunk: DuckDBDataChunk, prefix = Buffer.alloc(0)): string[] => {
  const create = (length: number) => createByteText(length, prefix);
  const { text, starts, ends } = readChunkRows(chunk, 0, prefix.length, create);
  expect(Buffer.from(text.bytes.subarray(0, prefix.length))).toEqual(prefix);
  return Array.from(starts, (start, row) => Buffer.from(text.bytes.subarray(start, ends[row])).toString());
};

describe('readChunkRows', () => {
  it('gives short and long values as they are, in any mix', async () => {
    const lengths = (k: number): number => (k * 37) % 300;
    const sql = `SELECT encode(repeat(chr(97 + (i % 26)::INTEGER), ((i * 37) % 300)::INTEGER)) FROM range(5000) t(i)`;
    const rows = await withChunks(sql, (chunks) => chunks.flatMap((chunk) => textsOf(chunk)));
    expect(rows).toEqual(Array.from({ length: 5000 }, (_, k) => String.fromCharCode(97 + (k % 26)).repeat(lengths(k))));
  });

  it('gives values of a table in another order than they lie', async () => {
    const sql = `WITH t AS (SELECT i, encode('value ' || repeat('x', (i % 50)::INTEGER) || i) AS v FROM range(4000) t(i))
      SELECT v FROM t ORDER BY hash(i)`;
    const rows = await withChunks(sql, (chunks) => chunks.flatMap((chunk) => textsOf(chunk, Buffer.from('prefix'))));
    const expected = Array.from({ length: 4000 }, (_, k) => `value ${'x'.repeat(k % 50)}${k}`);
    expect(rows).not.toEqual(expected);
    expect(rows.toSorted()).toEqual(expected.toSorted());
  });

  it('refuses null and other types', async () => {
    const read = (sql: string) => withChunks(sql, ([chunk]) => chunk && textsOf(chunk));
    await expect(read("SELECT CASE WHEN i <> 70 THEN encode('a') END FROM range(100) t(i)")).rejects.toThrow('null');
    await expect(read("SELECT 'text'")).rejects.toThrow('DuckDBBlobVector');
  });
});

describe('readChunkPlaces', () => {
  it('gives integers and refuses what is none', async () => {
    const read = (sql: string) => withChunks(sql, ([chunk]) => chunk && [...readChunkPlaces(chunk, 0)]);
    expect(await read('SELECT (i * 3)::INTEGER FROM range(4) t(i)')).toEqual([0, 3, 6, 9]);
    await expect(read('SELECT 1::BIGINT')).rejects.toThrow('DuckDBIntegerVector');
  });
});
