import { mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { UsageError } from '../failure/usage-error.ts';
import { replaceFiles } from './replace-files.ts';

/**
 * The hidden folder inside the output folder where a run keeps everything until it is done. It lies inside, not
 * beside, because only there it is surely on the same filesystem and writable. Making it is the lock against a
 * second run into the same folder.
 */
export const STAGING_NAME = '.milaan-run';

export interface StagingFolder {
  /** Result files are made here under their final names. */
  readonly filesFolder: string;
  /** For spill files and transcoded inputs. */
  readonly tempFolder: string;
  /**
   * Moves the named files into the output folder, all or none, and takes away `stale` ones of an earlier run.
   * The names are those of files in `filesFolder`.
   */
  publish(names: readonly string[], stale: readonly string[]): Promise<void>;
  /** Takes the staging folder away, and the output folder where it was made for this run and holds nothing. */
  remove(): Promise<void>;
  /** `remove` for a process that must end now. */
  removeSync(): void;
}

interface Owner {
  readonly host: string;
  readonly processId: number;
}

function isOwner(value: unknown): value is Owner {
  if (typeof value !== 'object' || value === null || !('host' in value) || !('processId' in value)) return false;
  return typeof value.host === 'string' && typeof value.processId === 'number';
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const errorCode = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** The first folder on the way to `folder` that is missing; what an undo has to take away. */
async function firstMissing(folder: string): Promise<string | undefined> {
  let missing: string | undefined;
  for (let path = folder; ; path = dirname(path)) {
    const found = await lstat(path).then(
      () => true,
      (error: unknown) => errorCode(error) !== 'ENOENT',
    );
    if (found || path === dirname(path)) return missing;
    missing = path;
  }
}

/** Takes away the folders from `innermost` up to `outermost`, as far as they are empty. */
function removeEmptyFolders(innermost: string, outermost: string | undefined): void {
  if (outermost === undefined) return;
  for (let path = innermost; ; path = dirname(path)) {
    try {
      rmdirSync(path);
    } catch {
      return; // Not empty: somebody else's files came into it.
    }
    if (path === outermost) return;
  }
}

function describeOutProblem(outFolder: string, error: unknown): UsageError {
  const code = errorCode(error);
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new UsageError(
      `--out ${outFolder} is a file, or lies inside one.`,
      'Name a folder; it is made if it is missing.',
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new UsageError(`--out ${outFolder} cannot be written to.`, 'Choose a folder that you may write to.');
  return new UsageError(`--out ${outFolder} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
}

/** Takes away what a killed run left; refuses while its owner still runs, or may do so on another machine. */
async function clearAbandoned(staging: string, outFolder: string): Promise<void> {
  const text = await readFile(join(staging, 'owner.json'), 'utf8').catch(() => '{}');
  const owner = parseOwner(text);
  const hint = `If that run is gone, delete the folder ${staging} and run again.`;
  if (owner === undefined || owner.host !== hostname())
    throw new UsageError(`Another run may be writing to ${outFolder}.`, hint);
  if (isRunning(owner.processId))
    throw new UsageError(`Another run (process ${owner.processId}) is writing to ${outFolder}.`, hint);
  await rm(staging, { recursive: true, force: true });
}

function parseOwner(text: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes the staging folder of a run into `out`, and `out` itself where it is missing.
 * @throws UsageError when `out` cannot be used or another run is writing to it.
 */
export async function openStagingFolder(out: string): Promise<StagingFolder> {
  const outFolder = resolve(out);
  const staging = join(outFolder, STAGING_NAME);
  const madeFrom = await firstMissing(outFolder);
  try {
    await mkdir(outFolder, { recursive: true });
    await makeStaging(staging, outFolder);
  } catch (error) {
    removeEmptyFolders(outFolder, madeFrom);
    throw error instanceof UsageError ? error : describeOutProblem(out, error);
  }

  const folders = { filesFolder: join(staging, 'files'), tempFolder: join(staging, 'temp') };
  let isPublished = false;
  const removeMadeFolders = () => {
    if (!isPublished) removeEmptyFolders(outFolder, madeFrom);
  };
  return {
    ...folders,
    publish: async (names, stale) => {
      await replaceFiles({ from: folders.filesFolder, to: outFolder, names, stale, aside: join(staging, 'previous') });
      isPublished = true;
    },
    remove: async () => {
      await rm(staging, { recursive: true, force: true, maxRetries: 3 });
      removeMadeFolders();
    },
    removeSync: () => {
      // Threads may still be writing: where the path is gone they cannot make new files while the old ones are removed.
      const gone = `${staging}.${process.pid}`;
      renameSync(staging, gone);
      rmSync(gone, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
      removeMadeFolders();
    },
  };
}

async function makeStaging(staging: string, outFolder: string): Promise<void> {
  try {
    mkdirSync(staging);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    await clearAbandoned(staging, outFolder);
    mkdirSync(staging);
  }
  await writeFile(join(staging, 'owner.json'), JSON.stringify({ host: hostname(), processId: process.pid }));
  await mkdir(join(staging, 'files'));
  await mkdir(join(staging, 'temp'));
}
