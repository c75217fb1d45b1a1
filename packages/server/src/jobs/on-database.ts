import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, openDatabase } from '@milaan/pipeline';

export interface DatabaseToOpen {
  /** The database spills into a folder in here, which goes with it. */
  readonly outFolder: string;
  readonly threads: number;
  readonly memoryBytes: number;
}

/** Does the work of a job on a database of its own. A job that was told to stop ends with the reason of that. */
export async function onDatabase<Result>(
  { outFolder, threads, memoryBytes }: DatabaseToOpen,
  signal: AbortSignal,
  work: (database: Database, tempFolder: string) => Promise<Result>,
): Promise<Result> {
  const tempFolder = await mkdtemp(join(outFolder, 'temp-'));
  const database = await openDatabase({ threads, memoryBytes, tempFolder }, signal);
  try {
    return await work(database, tempFolder);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    database.close();
    await rm(tempFolder, { recursive: true, force: true });
  }
}
