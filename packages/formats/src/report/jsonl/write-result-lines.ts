import { open } from 'node:fs/promises';
import { DuckDBBlobVector, type DuckDBConnection } from '@duckdb/node-api';
import { GzipJoiner } from '../gzip/gzip-joiner.ts';
import type { ResultSource } from '../result-source.ts';
import { streamChunks } from '../stream-chunks.ts';
import { LineEncoder } from './line-encoder.ts';
import type { LineConstants } from './line-template.ts';
import { resultRowSql } from './result-values.ts';

/** Lines that are compressed for themselves. Fixed, so that the bytes depend on the lines alone. */
const LINES_PER_PIECE = 8192;
/** Lines after which the buffer of values starts over, a divisor of the above. */
const LINES_PER_BUFFER = 1024;

/**
 * Writes `result`, in the order of its lines, as gzip JSON Lines (max-itc-api.md, "Result files"). The same relations
 * give the same bytes, whatever the threads. Needs memory for the joins and some 100 MB.
 */
export const writeResultLines = async (
  connection: DuckDBConnection,
  source: ResultSource,
  path: string,
  constants: LineConstants,
  onRows: (rows: number) => void,
): Promise<void> => {
  const encoder = new LineEncoder(constants);
  const joiner = new GzipJoiner();
  const file = await open(path, 'w');
  let rows = 0;
  try {
    await file.write(joiner.header);
    const writePiece = async (): Promise<void> => {
      await file.write(joiner.add(encoder.take()));
      onRows(rows);
    };
    for await (const chunk of streamChunks(connection, resultRowSql(source.name))) {
      const vector = chunk.getColumnVector(0);
      if (!(vector instanceof DuckDBBlobVector)) throw new Error('result rows must come as BLOB');
      for (let at = 0; at < chunk.rowCount; at++) {
        const row = vector.getItemBytes(at);
        if (row === null) throw new Error('a result row is null');
        encoder.add(row);
        rows++;
        if (rows % LINES_PER_PIECE === 0) await writePiece();
        else if (rows % LINES_PER_BUFFER === 0) encoder.restartBuffer();
      }
    }
    if (rows % LINES_PER_PIECE !== 0) await writePiece();
    await file.write(joiner.trailer());
  } finally {
    await file.close();
  }
};
