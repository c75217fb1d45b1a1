import type { App } from '../http/app.ts';
import type { ServerContext } from '../http/server-context.ts';
import { FolderInUse, lockFolder } from '../state/folder-lock.ts';
import { advanceBatch } from './batch-task.ts';
import { createDropApi } from './drop-api.ts';
import { DropFolderInUse } from './drop-folder-in-use.ts';
import { openDropFolders } from './drop-folders.ts';
import { createDropJournal, type DropTask } from './drop-journal.ts';
import type { DropParts } from './drop-parts.ts';
import { advanceInit } from './init-task.ts';
import { keepsBack, LOOK_MS, watchStableFiles } from './stable-files.ts';

export interface DropSettings {
  readonly folder: string;
  /** The workspace, by name, in which everything happens that is dropped. */
  readonly workspace: string;
}

export interface Drop {
  /** Ends after the look that is under way; what has begun goes on at the next start. */
  close(): Promise<void>;
}

/** @throws DropFolderInUse */
async function lockDrop(folder: string, work: string): Promise<() => void> {
  try {
    return await lockFolder(work);
  } catch (error) {
    throw error instanceof FolderInUse ? new DropFolderInUse(folder, error.pid) : error;
  }
}

/**
 * Watches a folder: files that are dropped are taken in, triggers are run, results come out. It looks again and again
 * rather than being told: network folders tell nothing.
 * @throws DropFolderInUse
 */
export async function openDrop({ folder, workspace }: DropSettings, app: App, server: ServerContext): Promise<Drop> {
  const { clock, createUlid, log } = server;
  const folders = await openDropFolders(folder);
  const unlock = await lockDrop(folder, folders.work);
  const journal = createDropJournal(folders.work);
  const parts: DropParts = { api: await createDropApi(app, server, workspace, folders.work), server, folders, journal };
  const registers = watchStableFiles(folders.batch);
  const triggers = watchStableFiles(folders.init);

  let looks = 0;
  // One that cannot be moved must not hold up the others.
  const claim = (kind: DropTask['kind'], from: string, name: string) =>
    journal.claim(kind, from, name, createUlid()).catch((error: unknown) => log.onFault(error, null));
  const claimAll = async () => {
    const number = ++looks;
    // Triggers are looked at first: a register that was dropped before one of them is then seen with it.
    const init = await triggers.look(number);
    const batch = await registers.look(number);
    for (const { name } of batch.stable) await claim('batch', folders.batch, name);
    for (const trigger of init.stable) {
      const mustWait = batch.growing.some((register) => keepsBack(register, trigger));
      if (!mustWait) await claim('init', folders.init, trigger.name);
    }
  };
  const advanceAll = async () => {
    let registersUnderWay = false;
    for (const task of await journal.tasks()) {
      try {
        const isBatch = task.kind === 'batch';
        const hasEnded = isBatch ? await advanceBatch(task, parts) : await advanceInit(task, registersUnderWay, parts);
        if (hasEnded) await journal.remove(task);
        else if (isBatch) registersUnderWay = true;
      } catch (error) {
        // It is where it was: the next look goes on.
        log.onFault(error, null);
        if (task.kind === 'batch') registersUnderWay = true;
      }
    }
  };
  for (const task of await journal.tasks()) if (await journal.wasNeverClaimed(task)) await journal.remove(task);
  const ended = new AbortController();
  const watch = async () => {
    while (!ended.signal.aborted) {
      await claimAll()
        .then(advanceAll)
        .catch((error: unknown) => log.onFault(error, null));
      await clock.sleep(LOOK_MS, ended.signal);
    }
  };
  const watching = watch();
  return {
    close: async () => {
      ended.abort();
      await watching;
      unlock();
    },
  };
}
