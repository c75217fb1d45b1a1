import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const BUFFER_BYTES = 32 * 1024;

/** Text gathered under many keys at once, on disk as soon as it grows: memory stays bounded at any size. */
export interface FragmentStore {
  append(key: string, text: string): void;
  /** Everything appended under the key, in order. */
  read(key: string): string;
  keys(): string[];
  remove(): void;
}

interface Fragment {
  readonly path: string;
  /** Bytes rather than strings: a million small strings that live this long make the collector the bottleneck. */
  readonly bytes: Buffer;
  used: number;
}

export const createFragmentStore = (folder: string): FragmentStore => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const fragments = new Map<string, Fragment>();
  return {
    append(key, text) {
      let fragment = fragments.get(key);
      if (fragment === undefined) {
        fragment = { path: join(folder, `${key}.part`), bytes: Buffer.allocUnsafeSlow(BUFFER_BYTES), used: 0 };
        fragments.set(key, fragment);
      }
      appendTo(fragment, text);
    },
    read(key) {
      const fragment = fragments.get(key);
      if (fragment === undefined) return '';
      const written = existsSync(fragment.path) ? readFileSync(fragment.path, 'utf8') : '';
      return written + fragment.bytes.toString('utf8', 0, fragment.used);
    },
    keys: () => [...fragments.keys()].sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const mayOverflow = (fragment: Fragment, text: string): boolean => fragment.used + text.length * 3 > BUFFER_BYTES;

const appendTo = (fragment: Fragment, text: string): void => {
  if (mayOverflow(fragment, text)) {
    if (fragment.used > 0) appendFileSync(fragment.path, fragment.bytes.subarray(0, fragment.used));
    fragment.used = 0;
  }
  if (mayOverflow(fragment, text)) appendFileSync(fragment.path, text);
  else fragment.used += fragment.bytes.write(text, fragment.used, 'utf8');
};
