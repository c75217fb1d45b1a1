import { stat } from 'node:fs/promises';

/** Below this a second thread costs more time than it saves: a fifth of a small reconciliation. */
const SMALL_BYTES = 2 ** 20;

/** How many of the threads a job over these files should use. */
export async function threadsFor(paths: readonly string[], threads: number): Promise<number> {
  let bytes = 0;
  for (const path of paths) bytes += (await stat(path)).size;
  return bytes < SMALL_BYTES ? 1 : threads;
}
