import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** How one finds the files of a folder that nobody writes any more. */
export interface StableFiles {
  /** Names of files that have looked the same in the last two looks, in the order of their names. */
  look(): Promise<readonly string[]>;
}

/** What programs call a file that they have not finished: of browsers, of Excel, of copying tools. */
const UNFINISHED = /^[.~]|\.(?:tmp|temp|part|partial|filepart|crdownload|download|swp|lock)$/i;

/**
 * A file counts once its size and its time were the same in two looks, so that one that is still being copied waits.
 * Empty files wait too: most copies begin so. Folders and links are passed over.
 */
export function watchStableFiles(folder: string): StableFiles {
  let before = new Map<string, string>();
  return {
    async look() {
      const now = new Map<string, string>();
      for (const name of await readdir(folder)) {
        if (UNFINISHED.test(name)) continue;
        const facts = await lstat(join(folder, name)).catch(() => null);
        if (facts?.isFile() === true && facts.size > 0) now.set(name, `${facts.ino} ${facts.size} ${facts.mtimeMs}`);
      }
      const stable = [...now].filter(([name, seen]) => before.get(name) === seen).map(([name]) => name);
      before = now;
      return stable.sort();
    },
  };
}
