import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsence, onDisk, plainFile } from './folder-files.ts';
import { isObjectKey } from './object-key.ts';
import type { StoredObject } from './object-store.ts';

const entriesOf = (folder: string) =>
  onDisk(() =>
    readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      if (isAbsence(error)) return [];
      throw error;
    }),
  );

/** The object at a path, or null. */
export async function objectAt(key: string, path: string): Promise<StoredObject | null> {
  const facts = await plainFile(path);
  return facts === null ? null : { key, sizeBytes: facts.size, modifiedAt: facts.mtime };
}

/**
 * The objects below `root` whose keys begin with `prefix`, in the order of whole keys, in which `a.b` stands before
 * `a/b`. `within` is the folder that is being walked, with a slash at its end; links are passed over.
 */
export async function* walkFolder(root: string, prefix: string, within = ''): AsyncIterable<StoredObject> {
  const keys = (await entriesOf(join(root, within)))
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => `${within}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((key) => isObjectKey(key.replace(/\/$/, '')) && (key.startsWith(prefix) || prefix.startsWith(key)))
    .sort((a, b) => (a < b ? -1 : 1));
  for (const key of keys) {
    if (key.endsWith('/')) yield* walkFolder(root, prefix, key);
    else if (key.startsWith(prefix)) {
      const object = await onDisk(() => objectAt(key, join(root, key)));
      if (object !== null) yield object;
    }
  }
}
