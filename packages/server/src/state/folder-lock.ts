import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The embedded database belongs to one process at a time: two would destroy it. */
export class FolderInUse extends Error {
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(`The data folder ${folder} is in use by the process ${pid}.`);
    this.name = 'FolderInUse';
    this.pid = pid;
  }
}

const LOCK = 'milaan.pid';

/** Whether a process of this machine lives that is not this one. */
export function isProcessAlive(pid: number): boolean {
  // In a container every start has the same number: then the file is from an earlier one.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but someone else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Takes a folder for this process. A lock that a killed process left behind is taken over.
 * @returns what gives it back
 * @throws FolderInUse
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, LOCK);
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const pid = Number(readFileSync(path, 'utf8'));
    if (isProcessAlive(pid)) throw new FolderInUse(folder, pid);
    rmSync(path, { force: true });
  }
}
