import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../../storage/object-store.ts';
import type { WorkFolder } from '../../workflows/work-folder.ts';

/** Objects that never change, kept on the local disk as long as there is room. */
export interface FileCache {
  /**
   * Runs with a local copy of the object, which is there until it ends.
   * @throws ObjectMissing or StorageFailure
   */
  use<Result>(key: string, run: (path: string) => Promise<Result>): Promise<Result>;
}

export interface FileCacheParts {
  readonly store: Pick<ObjectStore, 'getFile'>;
  readonly workFolder: Pick<WorkFolder, 'use'>;
  /** Beyond this the copies that were not used for the longest time go. */
  readonly mostBytes: number;
  readonly mostFiles: number;
}

interface Copy {
  readonly path: string;
  readonly sizeBytes: number;
}

interface Entry {
  readonly copy: Promise<Copy>;
  sizeBytes: number;
  users: number;
  /** Removes the file. */
  readonly remove: () => void;
}

export function createFileCache({ store, workFolder, mostBytes, mostFiles }: FileCacheParts): FileCache {
  /** The one that was used last stands last. */
  const entries = new Map<string, Entry>();

  const fetchCopy = (key: string): Entry => {
    let remove = () => {};
    const removed = new Promise<void>((resolve) => {
      remove = resolve;
    });
    const copy = new Promise<Copy>((resolve, reject) => {
      // The folder lives until the copy is not wanted any more.
      workFolder
        .use(async (folder) => {
          const path = join(folder, 'object');
          await store.getFile(key, path);
          resolve({ path, sizeBytes: (await stat(path)).size });
          await removed;
        })
        .catch(reject);
    });
    return { copy, sizeBytes: 0, users: 0, remove };
  };

  const evict = () => {
    let bytes = [...entries.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    for (const [key, entry] of entries) {
      if (bytes <= mostBytes && entries.size <= mostFiles) return;
      if (entry.users > 0) continue;
      entries.delete(key);
      bytes -= entry.sizeBytes;
      entry.remove();
    }
  };

  return {
    async use(key, run) {
      const entry = entries.get(key) ?? fetchCopy(key);
      entries.delete(key);
      entries.set(key, entry);
      entry.users++;
      try {
        const { path, sizeBytes } = await entry.copy.catch((error: unknown) => {
          // The next request tries again.
          if (entries.get(key) === entry) entries.delete(key);
          throw error;
        });
        entry.sizeBytes = sizeBytes;
        return await run(path);
      } finally {
        entry.users--;
        evict();
      }
    },
  };
}
