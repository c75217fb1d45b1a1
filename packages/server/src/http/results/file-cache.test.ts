import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { openWorkFolder, type WorkFolder } from '../../workflows/work-folder.ts';
import { createFileCache } from './file-cache.ts';

const root = mkdtempSync(join(tmpdir(), 'milaan-cache-'));
let workFolder: WorkFolder;
let fetched: string[] = [];
beforeEach(async () => {
  fetched = [];
  workFolder = await openWorkFolder(root, 'node');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const store = {
  getFile: async (key: string, path: string) => {
    fetched.push(key);
    if (key === 'missing') throw new Error('away');
    writeFileSync(path, key.repeat(10));
  },
};
const open = (mostBytes = 25, mostFiles = 10) => createFileCache({ store, workFolder, mostBytes, mostFiles });
const textOf = async (path: string) => readFileSync(path, 'utf8');
const pathOf = async (path: string) => path;

it('fetches an object once, also for many at the same time', async () => {
  const cache = open();
  const texts = await Promise.all([1, 2, 3].map(() => cache.use('a', textOf)));
  expect(texts).toEqual(['a'.repeat(10), 'a'.repeat(10), 'a'.repeat(10)]);
  await cache.use('a', textOf);
  expect(fetched).toEqual(['a']);
});

it('lets go of what was not used for the longest time, and removes it', async () => {
  const cache = open();
  const first = await cache.use('a', pathOf);
  await cache.use('b', textOf);
  await cache.use('a', textOf);
  await cache.use('c', textOf);
  await cache.use('a', textOf);
  expect(fetched).toEqual(['a', 'b', 'c']);
  expect(existsSync(first)).toBe(true);
  await cache.use('d', textOf);
  await cache.use('b', textOf);
  expect(fetched).toEqual(['a', 'b', 'c', 'd', 'b']);
  await expect.poll(() => existsSync(first)).toBe(false);
});

it('keeps what somebody is using, however full it is', async () => {
  const cache = open(1);
  const isThere = await cache.use('a', async (path) => {
    await cache.use('b', textOf);
    await cache.use('c', textOf);
    return existsSync(path);
  });
  expect(isThere).toBe(true);
  await cache.use('a', textOf);
  expect(fetched).toEqual(['a', 'b', 'c', 'a']);
});

it('counts files as well as bytes', async () => {
  const cache = open(1e6, 2);
  for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await cache.use(key, textOf);
  expect(fetched).toEqual(['a', 'b', 'c', 'a']);
});

it('tries again after a failure', async () => {
  const cache = open();
  await expect(cache.use('missing', textOf)).rejects.toThrow('away');
  await expect(cache.use('missing', textOf)).rejects.toThrow('away');
  expect(fetched).toEqual(['missing', 'missing']);
});
