import { DuckDBBlobVector, type DuckDBConnection, type DuckDBDataChunk, DuckDBIntegerVector } from '@duckdb/node-api';

/**
 * Settings of DuckDB for reading rows in order. Its threads are a row group of 122,880 rows apart each, so there are no
 * more of them than keep the writer busy.
 */
export const inOrderSettings = (threads: number) => ({ threads: String(Math.min(2, threads)) });

/** Rows that may wait for one before them, more than two threads of DuckDB leave between them unless a join spills. */
const MAX_WAITING = 300_000;

/** Chunks that are made ahead: a join gives small ones between the large ones. */
const CHUNKS_AHEAD = 8;

/**
 * The chunks of a query. Further ones are made while one is worked on, for which the worker has to let the event loop
 * turn now and then.
 */
async function* streamChunks(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  const ready: DuckDBDataChunk[] = [];
  let isWanted = true;
  let wakeReader = (): void => undefined;
  let wakeFetcher = (): void => undefined;
  const fetchAll = async (): Promise<void> => {
    while (isWanted) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      ready.push(chunk);
      wakeReader();
      if (ready.length >= CHUNKS_AHEAD) await new Promise<void>((resolve) => (wakeFetcher = resolve));
    }
  };
  let isOver = false;
  const fetching = fetchAll().finally(() => {
    isOver = true;
    wakeReader();
  });
  // A failure is met at the end; until then it must not count as unhandled.
  fetching.catch(() => undefined);
  try {
    for (;;) {
      const chunk = ready.shift();
      if (chunk !== undefined) {
        wakeFetcher();
        yield chunk;
      } else if (isOver) break;
      else await new Promise<void>((resolve) => (wakeReader = resolve));
    }
    await fetching;
  } finally {
    isWanted = false;
    wakeFetcher();
    await fetching.catch(() => undefined);
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
 * rest is asked for again with a sort. To be called under `inOrderSettings`.
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
