import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const FLUSH_CHARACTERS = 64 * 1024;

/** Text gathered under many keys at once, on disk as soon as it grows: memory stays bounded at any size. */
export interface FragmentStore {
  append(key: string, text: string): void;
  /** Everything appended under the key, in order. */
  read(key: string): string;
  keys(): string[];
  remove(): void;
}

export const createFragmentStore = (folder: string): FragmentStore => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pending = new Map<string, { parts: string[]; length: number }>();
  const fileOf = (key: string): string => join(folder, `${key}.part`);
  return {
    append(key, text) {
      let fragment = pending.get(key);
      if (fragment === undefined) {
        fragment = { parts: [], length: 0 };
        pending.set(key, fragment);
      }
      fragment.parts.push(text);
      fragment.length += text.length;
      if (fragment.length < FLUSH_CHARACTERS) return;
      appendFileSync(fileOf(key), fragment.parts.join(''));
      fragment.parts = [];
      fragment.length = 0;
    },
    read(key) {
      const written = existsSync(fileOf(key)) ? readFileSync(fileOf(key), 'utf8') : '';
      return written + (pending.get(key)?.parts.join('') ?? '');
    },
    keys: () => [...pending.keys()].sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
