import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FolderInUse, isAbandoned, lockFolder } from './folder-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-lock-'));
const lock = join(folder, 'milaan.pid');
afterAll(() => rmSync(folder, { recursive: true }));

/** A lock that was touched so many seconds ago. */
const leave = (content: string, ageSeconds = 0) => {
  writeFileSync(lock, content);
  const touched = new Date(Date.now() - ageSeconds * 1000);
  utimesSync(lock, touched, touched);
};
/** In a container of its own every server may have the number that this one has. */
const ELSEWHERE = `${process.pid} another-container pid:[4026532001]`;
const mustNotWait = () => Promise.reject(new Error('it waits'));

it('takes a folder and gives it back', async () => {
  expect(isAbandoned(folder)).toBe(true);
  const unlock = await lockFolder(folder);
  unlock();
  (await lockFolder(folder))();
});

it('refuses a folder that a living process has', async () => {
  leave(String(process.ppid));
  expect(isAbandoned(folder)).toBe(false);
  await expect(lockFolder(folder, mustNotWait)).rejects.toThrow(FolderInUse);
});

it('takes over what a dead process left', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  leave(String(pid));
  expect(isAbandoned(folder)).toBe(true);
  (await lockFolder(folder, mustNotWait))();
});

it('refuses a folder that a process of another container goes on touching, whatever its number', async () => {
  leave(ELSEWHERE, 4);
  expect(isAbandoned(folder)).toBe(false);
  await expect(lockFolder(folder, async () => leave(ELSEWHERE))).rejects.toThrow(FolderInUse);
});

it('takes over what a process of another container left, once it has been silent for long', async () => {
  leave(ELSEWHERE, 60);
  expect(isAbandoned(folder)).toBe(true);
  (await lockFolder(folder, mustNotWait))();
  leave(ELSEWHERE, 4);
  let waitedMs = 0;
  const unlock = await lockFolder(folder, async (ms) => {
    waitedMs += ms;
  });
  expect(waitedMs).toBe(15_000);
  unlock();
});

it('takes over a lock that came out empty because its disk was full', async () => {
  leave('', 60);
  (await lockFolder(folder, mustNotWait))();
});
