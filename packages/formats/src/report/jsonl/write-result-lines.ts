import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { GzipFile } from '../deflate/gzip-file.ts';
import type { ResultSource } from '../result-source.ts';
import { advanceInOrder, inOrderSettings } from '../stream-rows.ts';
import { withSettings } from '../with-settings.ts';
import { LineBuilder } from './line-builder.ts';
import type { LineConstants } from './line-template.ts';
import { createRowPlan, resultRowSql } from './row-plan.ts';

/** Lines that are compressed together. Fixed, so that the bytes depend on the lines alone. */
const LINES_PER_PIECE = 2048;
/** Lines after which the event loop turns, so that the next rows are fetched and pieces handed to zlib. */
const LINES_PER_TURN = 256;
const BYTES_PER_PIECE = LINES_PER_PIECE * 4096;

export interface ResultLinesOptions extends LineConstants {
  readonly threads: number;
  readonly onRows: (rows: number) => void;
}

/**
 * Writes the lines of `source` as gzip JSON Lines, `results.jsonl`. The same relations give the same
 * bytes, whatever the threads. Needs memory for the joins and some 100 MB.
 */
export const writeResultLines = async (
  connection: DuckDBConnection,
  source: ResultSource,
  path: string,
  options: ResultLinesOptions,
): Promise<void> => {
  const plan = await createRowPlan(connection, source.name);
  const builder = new LineBuilder(options, plan, BYTES_PER_PIECE);
  const file = await GzipFile.create(path, options.threads);
  let rows = 0;
  const writeRows = async (): Promise<void> => {
    for await (const cursor of advanceInOrder(connection, resultRowSql(plan, source.name), builder.prefix)) {
      while (cursor.advance()) {
        builder.add(cursor.text, cursor.start, cursor.end);
        rows++;
        if (rows % LINES_PER_TURN === 0) await setImmediate();
        if (rows % LINES_PER_PIECE !== 0) continue;
        const { bytes, giveBack } = builder.take();
        await file.write(bytes, giveBack);
        options.onRows(rows);
      }
    }
  };
  try {
    await withSettings(connection, inOrderSettings(options.threads), writeRows);
    if (rows !== source.rows) throw new Error(`${source.rows} result lines were counted, ${rows} came`);
    await file.write(builder.take().bytes);
  } catch (error) {
    await file.abandon();
    throw error;
  }
  await file.end();
};
