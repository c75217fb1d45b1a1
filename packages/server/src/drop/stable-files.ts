import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of a folder, with the number of the look that saw it first. */
export interface SeenFile {
  readonly name: string;
  readonly since: number;
}

/** What one look at a folder finds. */
export interface Look {
  /** Files that nobody writes any more: they have looked the same for some looks. By name. */
  readonly stable: readonly SeenFile[];
  /** Files that are still being written. */
  readonly growing: readonly SeenFile[];
}

/** How one finds the files of a folder that nobody writes any more. */
export interface StableFiles {
  /** @param number of this look; higher than that of the last one */
  look(number: number): Promise<Look>;
}

/** What programs call a file that they have not finished: of browsers, of Excel, of copying tools. */
const UNFINISHED = /^[.~]|\.(?:tmp|temp|part|partial|filepart|crdownload|download|swp|lock)$/i;

/** An empty file is the beginning of a copy for so many looks, a minute; then its sender is told that it is empty. */
const LOOKS_AT_EMPTY = 30;

/** For so many looks a file has to rest: a copy over a slow network stands still for some seconds, too. */
const LOOKS_AT_REST = 5;

/** Between two looks. */
export const LOOK_MS = 2000;

export const REST_MS = LOOKS_AT_REST * LOOK_MS;

interface Sight extends SeenFile {
  readonly facts: string;
  readonly isEmpty: boolean;
  /** The look that saw it first as it is now. */
  readonly restsSince: number;
}

const isGrowing = ({ isEmpty, restsSince, since }: Sight, number: number): boolean =>
  isEmpty ? number - since < LOOKS_AT_EMPTY : number - restsSince < LOOKS_AT_REST;

/** Whether a register that is still being written was there before the trigger was, or may have been. */
export const keepsBack = (register: SeenFile, trigger: SeenFile): boolean => register.since <= trigger.since;

/**
 * A file counts once its size and its time have stayed the same for some looks, so that one that is still being copied
 * waits. Empty files wait longer: most copies begin so. Folders and links are passed over.
 */
export function watchStableFiles(folder: string): StableFiles {
  let before = new Map<string, Sight>();
  const see = async (name: string, number: number): Promise<Sight | null> => {
    const found = await lstat(join(folder, name)).catch(() => null);
    if (found?.isFile() !== true) return null;
    const facts = `${found.ino} ${found.size} ${found.mtimeMs}`;
    const last = before.get(name);
    const restsSince = last?.facts === facts ? last.restsSince : number;
    return { name, facts, since: last?.since ?? number, isEmpty: found.size === 0, restsSince };
  };
  return {
    async look(number) {
      const names = (await readdir(folder)).filter((name) => !UNFINISHED.test(name)).sort();
      const seen = (await Promise.all(names.map((name) => see(name, number)))).filter((sight) => sight !== null);
      before = new Map(seen.map((sight) => [sight.name, sight]));
      return {
        stable: seen.filter((sight) => !isGrowing(sight, number)),
        growing: seen.filter((sight) => isGrowing(sight, number)),
      };
    },
  };
}
