import { randomUUID } from 'node:crypto';
import { copyFile, type FileHandle, link, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { cannotLink, isAbsence, onDisk, openPlainFile, pathInside, plainFile, syncFolder } from './folder-files.ts';
import { objectAt, walkFolder } from './folder-walk.ts';
import { assertKeyPrefix, assertObjectKey } from './object-key.ts';
import type { ObjectBody, ObjectStore, StoredObject } from './object-store.ts';
import { ObjectMissing, StorageUnavailable } from './storage-failure.ts';
import type { UrlSigner } from './url-signer.ts';

/** What is being written. No key begins with a dot, so that nobody can name it. */
const DRAFTS = '.drafts';

/** A draft of that age belongs to a process that is gone: no upload may take so long. */
const OLD_DRAFT_MS = 24 * 60 * 60 * 1000;

const isBytes = (body: ObjectBody): body is Uint8Array => body instanceof Uint8Array;

/** Writes what comes; what the body throws is not the disk's failure. */
async function writeBody(file: FileHandle, body: ObjectBody, signal: AbortSignal | undefined): Promise<void> {
  if (isBytes(body)) return onDisk(() => file.writeFile(body));
  for await (const chunk of body) {
    signal?.throwIfAborted();
    await onDisk(() => file.writeFile(chunk));
  }
  signal?.throwIfAborted();
}

async function forgetOldDrafts(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null && nowMs - facts.mtimeMs > OLD_DRAFT_MS) await rm(path, { force: true });
  }
}

/**
 * Objects as files below a folder. A body is written beside and renamed, so that an object is whole or not there,
 * whenever the process or the machine stops.
 * @throws StorageUnavailable when the folder cannot be used
 */
export async function openFolderStore(folder: string, urls: UrlSigner, nowMs = Date.now()): Promise<ObjectStore> {
  const { root, drafts } = await onDisk(async () => {
    await mkdir(join(folder, DRAFTS), { recursive: true, mode: 0o700 });
    const root = await realpath(folder);
    const drafts = join(root, DRAFTS);
    await forgetOldDrafts(drafts, nowMs);
    return { root, drafts };
  });

  /** Makes the object from a draft that `write` fills. */
  const publish = async (key: string, write: (draft: string) => Promise<void>): Promise<StoredObject> => {
    assertObjectKey(key);
    const draft = join(drafts, randomUUID());
    try {
      await write(draft);
      return await onDisk(async () => {
        const path = await pathInside(root, key, true);
        await rename(draft, path);
        await syncFolder(dirname(path));
        const object = await objectAt(key, path);
        if (object === null) throw new StorageUnavailable('An object was gone as soon as it was there.', 'ENOENT');
        return object;
      });
    } catch (error) {
      await rm(draft, { force: true }).catch(() => {});
      throw error;
    }
  };

  const found = async <Value>(key: string, use: (path: string) => Promise<Value>): Promise<Value> => {
    assertObjectKey(key);
    return onDisk(async () => {
      try {
        return await use(await pathInside(root, key, false));
      } catch (error) {
        if (!isAbsence(error)) throw error;
        // Without its folder nothing is there, which says nothing about the object.
        await stat(drafts);
        throw new ObjectMissing(key);
      }
    });
  };

  const openObject = (key: string): Promise<FileHandle> =>
    found(key, async (path) => {
      if ((await plainFile(path)) === null) throw new ObjectMissing(key);
      return openPlainFile(path);
    });

  return {
    kind: 'folder',
    put: (key, body, signal) =>
      publish(key, async (draft) => {
        signal?.throwIfAborted();
        const file = await onDisk(() => open(draft, 'wx', 0o600));
        try {
          await writeBody(file, body, signal);
          await onDisk(() => file.sync());
        } finally {
          await file.close();
        }
      }),
    putFile: (key, path) =>
      publish(key, (draft) =>
        onDisk(async () => {
          await link(path, draft).catch((error: unknown) => {
            if (cannotLink(error)) return copyFile(path, draft);
            throw error;
          });
          const file = await open(draft, 'r+');
          await file.sync().finally(() => file.close());
        }),
      ),
    read: async (key, signal) => {
      signal?.throwIfAborted();
      const file = await openObject(key);
      const stream: Readable = file.createReadStream(signal === undefined ? {} : { signal });
      // Whoever reads it is told, also when it broke before; without a listener the process would end.
      return stream.on('error', () => {});
    },
    getFile: async (key, path, signal) => {
      signal?.throwIfAborted();
      await found(key, async (object) => {
        if ((await plainFile(object)) === null) throw new ObjectMissing(key);
        await rm(path, { force: true });
        await link(object, path).catch((error: unknown) => {
          if (cannotLink(error)) return copyFile(object, path);
          throw error;
        });
      });
    },
    head: (key) =>
      found(key, (path) => objectAt(key, path)).catch((error: unknown) => {
        if (error instanceof ObjectMissing) return null;
        throw error;
      }),
    delete: (key) =>
      found(key, (path) => rm(path, { force: true })).catch((error: unknown) => {
        if (!(error instanceof ObjectMissing)) throw error;
      }),
    list: (prefix) => {
      assertKeyPrefix(prefix);
      return walkFolder(root, prefix);
    },
    uploadUrl: (key, { expiresAt }) => urls.uploadUrl(key, expiresAt),
    downloadUrl: (key, options) => urls.downloadUrl(key, options),
    keyOfUrl: urls.keyOfUploadUrl,
    check: () =>
      onDisk(async () => {
        const draft = join(drafts, randomUUID());
        const file = await open(draft, 'wx', 0o600);
        await file
          .writeFile('is there room')
          .finally(() => file.close())
          .finally(() => rm(draft, { force: true }));
      }),
    close: async () => {},
  };
}
