import { lstat, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../failure/usage-error.ts';

export interface Replacement {
  readonly from: string;
  readonly to: string;
  /** Files of `from` that go to `to` under the same names. */
  readonly names: readonly string[];
  /** Files of `to` that an earlier run made and this one does not: taken away with the rest. */
  readonly stale: readonly string[];
  /** A folder on the same filesystem where the replaced files wait until all is done. */
  readonly aside: string;
}

async function isFile(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isDirectory() === true)
    throw new UsageError(
      `${path} is a folder; a result file must go there.`,
      'Move it away, or choose another --out folder.',
    );
  return stats !== undefined;
}

/**
 * Moves files over those of an earlier run: all of them, or none. A file that cannot be moved (Excel holds
 * `report.xlsx` open on Windows) puts everything back as it was.
 */
export async function replaceFiles({ from, to, names, stale, aside }: Replacement): Promise<void> {
  await mkdir(aside, { recursive: true });
  const undo: (() => Promise<void>)[] = [];
  const move = async (source: string, target: string) => {
    await rename(source, target);
    undo.push(() => rename(target, source));
  };
  try {
    for (const name of new Set([...names, ...stale]))
      if (await isFile(join(to, name))) await move(join(to, name), join(aside, name));
    for (const name of names) await move(join(from, name), join(to, name));
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw describeMoveProblem(error);
  }
  await rm(aside, { recursive: true, force: true });
}

function describeMoveProblem(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return error;
  if (error.code !== 'EPERM' && error.code !== 'EBUSY' && error.code !== 'EACCES') return error;
  return new UsageError(
    `${String(error.path)} is in use and cannot be replaced; the earlier results were kept.`,
    'Close it (Excel locks an open workbook) and run again.',
  );
}
