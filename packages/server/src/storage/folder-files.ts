import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StorageUnavailable } from './storage-failure.ts';

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** Nothing at that path: no file, or a file where a folder would have to be. */
export const isAbsence = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(String(codeOf(error)));

/** Whether the file system cannot link there: another device, too many links, or no links at all. */
export const cannotLink = (error: unknown): boolean =>
  ['EXDEV', 'EMLINK', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(String(codeOf(error)));

/** Does work on the file system; whatever that says is a failure of the storage. */
export async function onDisk<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageUnavailable || codeOf(error) === undefined) throw error;
    throw new StorageUnavailable('The folder of the objects cannot be used.', String(codeOf(error)), { cause: error });
  }
}

/** Puts a file's name on the disk too, which a power cut would otherwise take. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  await handle.sync().finally(() => handle.close());
}

/**
 * The path of a key, once it is sure that nothing below the root is a symbolic link: a link would lead out of it.
 * `root` is its own real path. Missing folders are made where `makes` says so.
 */
export async function pathInside(root: string, key: string, makes: boolean): Promise<string> {
  const path = join(root, ...key.split('/'));
  const folder = dirname(path);
  if (makes) await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await realpath(folder)) !== folder)
    throw new StorageUnavailable('A link leads out of the folder of the objects.', 'ELINK');
  return path;
}

/** The facts of a plain file; null when there is none. A link is refused whatever it leads to. */
export async function plainFile(path: string) {
  const facts = await lstat(path).catch((error: unknown) => {
    if (isAbsence(error)) return null;
    throw error;
  });
  if (facts === null || facts.isDirectory()) return null;
  if (!facts.isFile())
    throw new StorageUnavailable('Something in the folder of the objects is no plain file.', 'ELINK');
  return facts;
}

/** Opens a plain file to read; the open itself refuses a link that was put there meanwhile. */
export const openPlainFile = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
