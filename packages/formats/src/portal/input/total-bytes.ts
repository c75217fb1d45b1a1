import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes on disk of files and folders, for progress; what cannot be read counts as nothing. */
export const totalBytesOf = async (inputs: readonly string[]): Promise<number> => {
  let total = 0;
  for (const input of inputs) {
    const facts = await stat(input).catch(() => null);
    if (facts === null) continue;
    if (!facts.isDirectory()) {
      total += facts.size;
      continue;
    }
    for (const entry of await readdir(input, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) total += (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
    }
  }
  return total;
};
