import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';

/** The rows of a query as they come, in its order; memory is bounded by `streaming_buffer_size`. */
export async function* streamChunks(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}
