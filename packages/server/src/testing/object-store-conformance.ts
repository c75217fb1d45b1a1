import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ObjectStore, StoredObject } from '../storage/object-store.ts';
import { ObjectMissing } from '../storage/storage-failure.ts';

export interface StoreUnderTest {
  readonly store: ObjectStore;
  stop(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;
const HOSTILE_KEYS = [
  '',
  '/',
  '.',
  '..',
  '../a',
  'a/../b',
  'a/..',
  'a/./b',
  'a//b',
  '/a',
  'a/',
  '.hidden',
  'a/.drafts/b',
  '~a',
  'a\\b',
  '..\\a',
  'C:\\a',
  'C:a',
  'a\0b',
  'a\nb',
  'a b',
  'a%2e%2e/b',
  '%2e%2e/b',
  '\u002e\u002e/b',
  '․․/b',
  'ａ/b',
  'a/\u202eb',
  'a?b',
  'a#b',
  'a:b',
  'a*',
  `a${'/a'.repeat(400)}`,
  'x'.repeat(513),
] as const;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function bytesOf(store: ObjectStore, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await store.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function listed(store: ObjectStore, prefix: string): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.list(prefix)) objects.push(object);
  return objects;
}

async function* inPieces(...pieces: readonly (Uint8Array | Error)[]): AsyncIterable<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

/** What every store of objects does, whatever it is made of. */
export function storeConformance(start: () => Promise<StoreUnderTest>): void {
  let test: StoreUnderTest;
  let store: ObjectStore;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'milaan-store-'));
    test = await start();
    store = test.store;
  });
  afterAll(async () => {
    await test?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('can be used', () => expect(store.check()).resolves.toBeUndefined());

  it('keeps bytes as they are', async () => {
    const bytes = randomBytes(100_000);
    const stored = await store.put('uploads/ws_1/upl_bytes', bytes);
    expect(stored).toMatchObject({ key: 'uploads/ws_1/upl_bytes', sizeBytes: 100_000 });
    expect(await bytesOf(store, stored.key)).toEqual(bytes);
    expect(await store.head(stored.key)).toEqual(stored);
  });

  it('keeps a stream of any pieces, also past what it sends at once', async () => {
    const pieces = [randomBytes(9 * MEBIBYTE), randomBytes(1), Buffer.alloc(0), randomBytes(9 * MEBIBYTE)];
    const stored = await store.put('uploads/ws_1/upl_stream', inPieces(...pieces));
    expect(stored.sizeBytes).toBe(18 * MEBIBYTE + 1);
    expect(sha256(await bytesOf(store, stored.key))).toBe(sha256(Buffer.concat(pieces)));
  });

  it('keeps an object of no bytes', async () => {
    await store.put('empty', inPieces());
    expect((await store.head('empty'))?.sizeBytes).toBe(0);
    expect(await bytesOf(store, 'empty')).toEqual(Buffer.alloc(0));
  });

  it('replaces an object as a whole', async () => {
    await store.put('replaced', Buffer.from('the first and longer one'));
    await store.put('replaced', Buffer.from('the second'));
    expect(String(await bytesOf(store, 'replaced'))).toBe('the second');
  });

  it('takes and gives files', async () => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    writeFileSync(from, 'in a file');
    expect((await store.putFile('segments/ws_1/seg_1.parquet', from)).sizeBytes).toBe(9);
    rmSync(from);
    await store.getFile('segments/ws_1/seg_1.parquet', to);
    expect(readFileSync(to, 'utf8')).toBe('in a file');
    // A step that runs again finds what its last run brought.
    await store.getFile('segments/ws_1/seg_1.parquet', to);
    rmSync(to);
    expect(String(await bytesOf(store, 'segments/ws_1/seg_1.parquet'))).toBe('in a file');
  });

  it('says what is not there', async () => {
    expect(await store.head('nothing/here')).toBeNull();
    await expect(store.read('nothing/here')).rejects.toThrow(ObjectMissing);
    await expect(store.getFile('nothing/here', join(folder, 'none'))).rejects.toThrow(ObjectMissing);
    await expect(store.delete('nothing/here')).resolves.toBeUndefined();
    // A folder is no object, and an object no folder.
    await store.put('node/leaf', Buffer.from('leaf'));
    expect(await store.head('node')).toBeNull();
    await expect(store.read('node')).rejects.toThrow(ObjectMissing);
    expect(await store.head('node/leaf/more')).toBeNull();
  });

  it('deletes', async () => {
    await store.put('deleted', Buffer.from('soon gone'));
    await store.delete('deleted');
    expect(await store.head('deleted')).toBeNull();
    expect(await listed(store, 'deleted')).toEqual([]);
  });

  it('lists by the beginning of keys, in the order of keys', async () => {
    const keys = ['list/a/b', 'list/a/c/d', 'list/a0', 'list/aa', 'list/b', 'listing/a'];
    for (const key of [...keys].reverse()) await store.put(key, Buffer.from(key));
    const found = await listed(store, 'list/');
    expect(found.map(({ key }) => key)).toEqual(keys.slice(0, 5));
    expect(found.map(({ sizeBytes }) => sizeBytes)).toEqual([8, 10, 7, 7, 6]);
    expect((await listed(store, 'list/a/')).map(({ key }) => key)).toEqual(['list/a/b', 'list/a/c/d']);
    expect((await listed(store, 'list')).map(({ key }) => key)).toEqual(keys);
    expect(await listed(store, 'list/zz')).toEqual([]);
  });

  it.each(HOSTILE_KEYS.map((key) => [JSON.stringify(key).slice(0, 40), key]))('has no object %s', async (_, key) => {
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow('not the key');
    await expect(store.putFile(key, '/etc/hostname')).rejects.toThrow('not the key');
    await expect(store.read(key)).rejects.toThrow('not the key');
    await expect(store.getFile(key, join(folder, 'hostile'))).rejects.toThrow('not the key');
    await expect(store.head(key)).rejects.toThrow('not the key');
    await expect(store.delete(key)).rejects.toThrow('not the key');
  });

  it('throws on what the body throws, and keeps the former object', async () => {
    await store.put('broken', Buffer.from('before'));
    const broken = new Error('the caller hung up');
    await expect(store.put('broken', inPieces(randomBytes(MEBIBYTE), broken))).rejects.toBe(broken);
    await expect(store.put('broken', inPieces(randomBytes(17 * MEBIBYTE), broken))).rejects.toBe(broken);
    await expect(store.put('never', inPieces(randomBytes(17 * MEBIBYTE), broken))).rejects.toBe(broken);
    expect(String(await bytesOf(store, 'broken'))).toBe('before');
    expect(await store.head('never')).toBeNull();
  });

  it('ends with the reason of the signal, and keeps nothing', async () => {
    const reason = new Error('enough');
    const ending = new AbortController();
    async function* endless() {
      for (let sent = 0; ; sent++) {
        if (sent === 20) ending.abort(reason);
        yield randomBytes(MEBIBYTE);
      }
    }
    await expect(store.put('aborted', endless(), ending.signal)).rejects.toBe(reason);
    expect(await store.head('aborted')).toBeNull();
    await expect(store.put('aborted', Buffer.from('x'), AbortSignal.abort(reason))).rejects.toBe(reason);
    await expect(store.read('aborted', AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('is left by a reader in the middle', async () => {
    await store.put('left', randomBytes(4 * MEBIBYTE));
    const stream = await store.read('left');
    for await (const chunk of stream) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(stream.destroyed).toBe(true);
  });

  it('gives out URLs from which the key can be told', async () => {
    const expiresAt = new Date(Date.now() + HOUR_MS);
    const url = await store.uploadUrl('uploads/ws_1/upl_2', { expiresAt });
    const bare = url.slice(0, url.indexOf('?'));
    expect(bare.length).toBeLessThan(url.length);
    for (const one of [url, bare]) expect(store.keyOfUrl(one)).toBe('uploads/ws_1/upl_2');
    const { origin } = new URL(url);
    const foreign = [
      '',
      'upl_2',
      origin,
      `${origin}/elsewhere/uploads`,
      bare.replace(/upl_2$/, '..%2f..%2fetc'),
      bare.replace(/upl_2$/, ''),
      `${bare}%00`,
      'javascript:alert(1)',
      'file:///etc/passwd',
    ];
    for (const one of foreign) expect([one, store.keyOfUrl(one)]).toEqual([one, null]);
  });
}
