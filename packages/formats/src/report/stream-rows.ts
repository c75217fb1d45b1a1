import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { type ChunkRows, readChunkRows } from './chunk-rows.ts';
import { RowCursor } from './row-cursor.ts';

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

const NO_PREFIX = new Uint8Array(0);

const bytesOfRows = ({ text, starts, ends }: ChunkRows): Uint8Array[] =>
  Array.from(starts, (start, row) => text.bytes.subarray(start, ends[row]));

/** The rows of a query of one BLOB column, as they come, in batches. */
export async function* streamRows(connection: DuckDBConnection, sql: string): AsyncGenerator<Uint8Array[]> {
  for await (const chunk of streamChunks(connection, sql)) yield bytesOfRows(readChunkRows(chunk, 0));
}

/**
 * The rows of a query of two columns, a place (INTEGER, 1 to n, each once) and a BLOB, in the order of the places: the
 * cursor comes again whenever it may be advanced. Meant for queries that are nearly in order: what comes early waits.
 * Where too much would have to wait, the rest is asked for again with a sort. To be called under `inOrderSettings`.
 *
 * @param prefix what each text that the cursor shows begins with.
 * @param maxWaiting rows that may wait; the default but in tests.
 */
export async function* advanceInOrder(
  connection: DuckDBConnection,
  sql: string,
  prefix: Uint8Array = NO_PREFIX,
  maxWaiting: number = MAX_WAITING,
): AsyncGenerator<RowCursor> {
  const cursor = new RowCursor(prefix);
  let isNearlyInOrder = true;
  for await (const chunk of streamChunks(connection, sql)) {
    isNearlyInOrder = cursor.add(chunk);
    yield cursor;
    isNearlyInOrder &&= cursor.waiting <= maxWaiting;
    if (!isNearlyInOrder) break;
  }
  if (!isNearlyInOrder) {
    cursor.clear();
    const rest = `SELECT * FROM (${sql}) t(place, content) WHERE place >= ${cursor.next} ORDER BY place`;
    for await (const chunk of streamChunks(connection, rest)) {
      cursor.add(chunk);
      yield cursor;
      if (cursor.waiting > 0) break;
    }
  }
  if (cursor.waiting > 0) throw new Error(`row ${cursor.next} is missing`);
}

/** The rows of `advanceInOrder` in batches; a batch is good until the next is asked for. */
export async function* streamRowsInOrder(
  connection: DuckDBConnection,
  sql: string,
  maxWaiting?: number,
): AsyncGenerator<Uint8Array[]> {
  for await (const cursor of advanceInOrder(connection, sql, NO_PREFIX, maxWaiting)) {
    const batch: Uint8Array[] = [];
    while (cursor.advance()) batch.push(cursor.text.bytes.subarray(cursor.start, cursor.end));
    yield batch;
  }
}
