import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbandoned, lockFolder } from '../state/folder-lock.ts';

/** Room on the local disk for what jobs read and write. Nothing in it is needed after its step. */
export interface WorkFolder {
  /** Runs with a new empty folder, which is gone afterwards whatever happens. */
  use<Result>(run: (folder: string) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What killed processes left behind goes; a folder whose process lives is left alone. */
function removeAbandoned(root: string): void {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    const folder = join(root, name);
    if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Opens the room of one node under a root that several nodes of one machine may share. */
export async function openWorkFolder(root: string, nodeId: string): Promise<WorkFolder> {
  removeAbandoned(root);
  const own = join(root, nodeId);
  await mkdir(own, { recursive: true });
  const unlock = await lockFolder(own);
  let uses = 0;
  return {
    async use(run) {
      const folder = join(own, String(++uses));
      await mkdir(folder);
      try {
        return await run(folder);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    close: () => {
      unlock();
      return rm(own, { recursive: true, force: true });
    },
  };
}
