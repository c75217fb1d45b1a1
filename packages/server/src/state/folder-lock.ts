import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isProcessAlive, PROCESS_SPACE } from './process-space.ts';

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

/** Whoever has a folder touches its lock so often, for those who cannot look for its process. */
const BEAT_MS = 5000;
/** Three beats: a process of another container or machine that was not heard of for so long is gone. */
const SILENT_MS = 15_000;
const LOOK_MS = 1000;

interface Holder {
  readonly pid: number;
  /** In which its number means something. */
  readonly space: string;
  readonly touchedMs: number;
}

const isAbsence = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Whose lock that is; null when there is none. */
function holderOf(path: string): Holder | null {
  try {
    const [, pid = '0', space = PROCESS_SPACE] = /^(\d+)(?: (.+))?/.exec(readFileSync(path, 'utf8')) ?? [];
    // Without a number it was just made, or its disk was full: nobody's, unless somebody touches it.
    return { pid: Number(pid), space: pid === '0' ? '' : space, touchedMs: statSync(path).mtimeMs };
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

/** Null where only time can tell. */
function isAliveNow({ pid, space, touchedMs }: Holder): boolean | null {
  if (space === PROCESS_SPACE) return isProcessAlive(pid);
  return Date.now() - touchedMs > SILENT_MS ? false : null;
}

async function isAlive(path: string, holder: Holder, wait: (ms: number) => Promise<unknown>): Promise<boolean> {
  const isIt = isAliveNow(holder);
  if (isIt !== null) return isIt;
  for (let waitedMs = 0; waitedMs < SILENT_MS; waitedMs += LOOK_MS) {
    await wait(LOOK_MS);
    const now = holderOf(path);
    if (now === null) return false;
    if (now.touchedMs !== holder.touchedMs) return true;
  }
  return false;
}

function take(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid} ${PROCESS_SPACE}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The folder may be gone, or away for a moment.
  }
}

/**
 * Takes a folder for this process. A lock that a killed process left behind is taken over: at once where its number can be
 * looked for, after a quarter of a minute without a sign where it ran in another container or on another machine.
 * @returns what gives it back
 * @throws FolderInUse
 */
export async function lockFolder(
  folder: string,
  wait: (ms: number) => Promise<unknown> = (ms) => pause(ms),
): Promise<() => void> {
  const path = join(folder, LOCK);
  while (!take(path)) {
    const holder = holderOf(path);
    if (holder === null) continue;
    if (await isAlive(path, holder, wait)) throw new FolderInUse(folder, holder.pid);
    rmSync(path, { force: true });
  }
  const beats = setInterval(() => touch(path), BEAT_MS).unref();
  return () => {
    clearInterval(beats);
    rmSync(path, { force: true });
  };
}

/** Whether whoever had a folder is gone for sure, or never was. */
export function isAbandoned(folder: string): boolean {
  const holder = holderOf(join(folder, LOCK));
  return holder === null || isAliveNow(holder) === false;
}
