import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountSmallDisk } from '../testing/mount-small-disk.ts';
import { openFolderStore } from './folder-store.ts';
import type { ObjectStore } from './object-store.ts';
import { ObjectMissing, StorageUnavailable } from './storage-failure.ts';
import { createUrlSigner } from './url-signer.ts';

const KEY = { id: '01K5QZ3V9T8R7M6N5P4Q3S2T1V', secret: Buffer.alloc(32, 7) };
const urls = createUrlSigner(() => 'http://milaan.test', { current: async () => KEY, find: async () => KEY });
const MEBIBYTE = 1024 * 1024;

let parent: string;
let folder: string;
let store: ObjectStore;
beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'milaan-folder-'));
  folder = join(parent, 'objects');
  store = await openFolderStore(folder, urls);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const drafts = () => readdirSync(join(folder, '.drafts'));
async function keysBelow(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

describe('links', () => {
  it('to a folder outside lead nowhere', async () => {
    mkdirSync(join(parent, 'outside'));
    writeFileSync(join(parent, 'outside', 'secret'), 'secret');
    symlinkSync(join(parent, 'outside'), join(folder, 'uploads'));
    const key = 'uploads/secret';
    await expect(store.read(key)).rejects.toThrow(StorageUnavailable);
    await expect(store.head(key)).rejects.toThrow(StorageUnavailable);
    await expect(store.getFile(key, join(parent, 'got'))).rejects.toThrow(StorageUnavailable);
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(StorageUnavailable);
    await expect(store.put('uploads/new', Buffer.from('x'))).rejects.toThrow(StorageUnavailable);
    await expect(store.delete(key)).rejects.toThrow(StorageUnavailable);
    expect(await keysBelow('')).toEqual([]);
    expect(readFileSync(join(parent, 'outside', 'secret'), 'utf8')).toBe('secret');
    expect(readdirSync(join(parent, 'outside'))).toEqual(['secret']);
  });

  it('to a file outside are not read, and are replaced rather than followed', async () => {
    writeFileSync(join(parent, 'secret'), 'secret');
    symlinkSync(join(parent, 'secret'), join(folder, 'linked'));
    await expect(store.read('linked')).rejects.toThrow(StorageUnavailable);
    await expect(store.getFile('linked', join(parent, 'got'))).rejects.toThrow(StorageUnavailable);
    await store.put('linked', Buffer.from('mine'));
    expect(readFileSync(join(parent, 'secret'), 'utf8')).toBe('secret');
    expect((await store.head('linked'))?.sizeBytes).toBe(4);
  });
});

it('lists in the order of whole keys, where a folder has the name of a file with more to it', async () => {
  for (const key of ['a/b', 'a.b', 'a-b', 'a0']) await store.put(key, Buffer.from(key));
  expect(await keysBelow('a')).toEqual(['a-b', 'a.b', 'a/b', 'a0']);
});

it('lists and gives nothing that is still being written', async () => {
  async function* body() {
    yield Buffer.from('half');
    expect(drafts()).toHaveLength(1);
    expect(await keysBelow('')).toEqual([]);
    expect(await store.head('slow')).toBeNull();
    yield Buffer.from(' and half');
  }
  await store.put('slow', body());
  expect(drafts()).toEqual([]);
  expect(await keysBelow('')).toEqual(['slow']);
});

it('of several writers at once one wins as a whole', async () => {
  // Not among the things that every store is tested for: S3 keeps it, the S3 server of the tests does not.
  const pieces = (fill: number) =>
    async function* () {
      for (let i = 0; i < 50; i++) yield Buffer.alloc(10_000, fill);
    };
  await Promise.all([1, 2, 3, 4, 5, 6].map((fill) => store.put('raced', pieces(fill)())));
  const values = new Set<number>();
  let length = 0;
  for await (const chunk of await store.read('raced')) {
    length += chunk.length;
    for (const value of chunk) values.add(value);
  }
  expect([length, values.size]).toEqual([500_000, 1]);
});

it('leaves no draft of what failed, and forgets those of processes that are gone', async () => {
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('gone');
  }
  await expect(store.put('x', broken())).rejects.toThrow('gone');
  expect(drafts()).toEqual([]);
  writeFileSync(join(folder, '.drafts', 'old'), 'old');
  writeFileSync(join(folder, '.drafts', 'young'), 'young');
  const twoDaysAgo = new Date(Date.now() - 48 * 60 * 60 * 1000);
  utimesSync(join(folder, '.drafts', 'old'), twoDaysAgo, twoDaysAgo);
  await openFolderStore(folder, urls);
  expect(drafts()).toEqual(['young']);
});

it('a folder that is gone is a storage that cannot be used, not one without objects', async () => {
  rmSync(folder, { recursive: true });
  await expect(store.check()).rejects.toThrow(StorageUnavailable);
  await expect(store.put('a', Buffer.from('x'))).rejects.toThrow(StorageUnavailable);
  writeFileSync(folder, 'a file');
  await expect(openFolderStore(folder, urls)).rejects.toThrow(StorageUnavailable);
  await expect(openFolderStore(join(folder, 'below'), urls)).rejects.toThrow(StorageUnavailable);
});

it('a full disk is a storage that cannot be used, and nothing stays of what did not fit', async ({ skip }) => {
  const disk = join(parent, 'disk');
  const unmount = mountSmallDisk(disk, 1);
  if (unmount === null) return skip('this user may not mount a small file system');
  try {
    const small = await openFolderStore(disk, urls);
    await small.put('fits', Buffer.alloc(MEBIBYTE / 2));
    async function* tooMuch() {
      for (let i = 0; i < 32; i++) yield Buffer.alloc(65_536);
    }
    await expect(small.put('more', tooMuch())).rejects.toMatchObject({ name: 'StorageUnavailable', code: 'ENOSPC' });
    await expect(small.put('more', Buffer.alloc(MEBIBYTE))).rejects.toMatchObject({ code: 'ENOSPC' });
    writeFileSync(join(parent, 'large'), Buffer.alloc(MEBIBYTE));
    await expect(small.putFile('more', join(parent, 'large'))).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(join(disk, '.drafts'))).toEqual([]);
    expect(await small.head('more')).toBeNull();
    // Room again: it works again, without a hand.
    await small.put('more', Buffer.alloc(MEBIBYTE / 4));
    expect((await small.head('fits'))?.sizeBytes).toBe(MEBIBYTE / 2);
  } finally {
    unmount();
  }
});

it('takes and gives files of another file system by copying', async ({ skip }) => {
  const disk = join(parent, 'disk');
  const unmount = mountSmallDisk(disk, 1);
  if (unmount === null) return skip('this user may not mount a small file system');
  try {
    writeFileSync(join(disk, 'from'), 'over there');
    await store.putFile('copied', join(disk, 'from'));
    await store.getFile('copied', join(disk, 'to'));
    expect(readFileSync(join(disk, 'to'), 'utf8')).toBe('over there');
    await expect(store.getFile('missing', join(disk, 'none'))).rejects.toThrow(ObjectMissing);
  } finally {
    unmount();
  }
});
