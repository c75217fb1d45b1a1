import { DuckDBBlobVector, type DuckDBConnection, type DuckDBDataChunk, DuckDBIntegerVector } from '@duckdb/node-api';

/** One thread of DuckDB gives rows in the order in which tables are read; the writer behind it is busier than it. */
export const IN_ORDER_SETTINGS = { threads: '1' };

/** Rows that may wait for one before them. On one thread a join mixes up a chunk of 2,048, not more, unless it spills. */
const MAX_WAITING = 65_536;

async function* streamChunks(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}

const blobsOf = (chunk: DuckDBDataChunk, column: number): Uint8Array[] => {
  const vector = chunk.getColumnVector(column);
  if (!(vector instanceof DuckDBBlobVector)) throw new Error('rows must come as BLOB');
  return Array.from({ length: chunk.rowCount }, (_, at) => {
    const bytes = vector.getItemBytes(at);
    if (bytes === null) throw new Error('a row is null');
    return bytes;
  });
};

/** The rows of a query of one BLOB column, as they come, in batches. */
export async function* streamRows(connection: DuckDBConnection, sql: string): AsyncGenerator<Uint8Array[]> {
  for await (const chunk of streamChunks(connection, sql)) yield blobsOf(chunk, 0);
}

/**
 * The rows of a query of two columns, a place (INTEGER, 1 to n, each once) and a BLOB, in the order of the places, in
 * batches. Meant for queries that are nearly in order: what comes early waits. Where too much would have to wait, the
 * rest is asked for again with a sort. Several threads of DuckDB read a hundred thousand rows apart: use `IN_ORDER_SETTINGS`.
 *
 * @param maxWaiting rows that may wait; the default but in tests.
 */
export async function* streamRowsInOrder(
  connection: DuckDBConnection,
  sql: string,
  maxWaiting: number = MAX_WAITING,
): AsyncGenerator<Uint8Array[]> {
  const waiting = new Map<number, Uint8Array>();
  let next = 1;
  for await (const chunk of streamChunks(connection, sql)) {
    const places = chunk.getColumnVector(0);
    if (!(places instanceof DuckDBIntegerVector)) throw new Error('places must come as INTEGER');
    const rows = blobsOf(chunk, 1);
    const batch: Uint8Array[] = [];
    for (let at = 0; at < rows.length; at++) {
      const place = places.getItem(at);
      let row = rows[at];
      if (place !== next || row === undefined) {
        if (place !== null && row !== undefined) waiting.set(place, row);
        continue;
      }
      do {
        batch.push(row);
        waiting.delete(next);
        next++;
        row = waiting.get(next);
      } while (row !== undefined);
    }
    yield batch;
    if (waiting.size > maxWaiting) break;
  }
  if (waiting.size > maxWaiting) {
    waiting.clear();
    const rest = `SELECT content FROM (${sql}) t(place, content) WHERE place >= ${next} ORDER BY place`;
    yield* streamRows(connection, rest);
  }
  if (waiting.size > 0) throw new Error(`row ${next} is missing`);
}
