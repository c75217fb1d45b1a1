import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { FolderInUse, lockFolder } from './folder-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'milaan-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('takes a folder and gives it back', () => {
  lockFolder(folder)();
  lockFolder(folder)();
});

it('refuses a folder that a living process has', () => {
  writeFileSync(join(folder, 'milaan.pid'), String(process.ppid));
  expect(() => lockFolder(folder)).toThrow(FolderInUse);
});

it('takes over what a dead process left', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(join(folder, 'milaan.pid'), String(pid));
  lockFolder(folder)();
});
