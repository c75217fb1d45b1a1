import { randomUUID } from 'node:crypto';
import type { ObjectStore } from './object-store.ts';
import { openStore, type StorageSettings } from './open-storage.ts';
import { StorageAnswerInvalid } from './storage-failure.ts';
import type { UrlSigner } from './url-signer.ts';

/** No URL is made while a store is tried. */
const NO_URLS: UrlSigner = {
  uploadUrl: () => Promise.reject(new Error('No URL is wanted.')),
  downloadUrl: () => Promise.reject(new Error('No URL is wanted.')),
  keyOfUploadUrl: () => null,
  judge: () => Promise.resolve('invalid'),
};

const CONTENT = Buffer.from('milaan doctor');

async function useOnce(store: ObjectStore, key: string): Promise<void> {
  await store.put(key, CONTENT);
  const listed = await store.list(key)[Symbol.asyncIterator]().next();
  if (listed.done === true) throw new StorageAnswerInvalid('What was stored is not listed.', 'ListObjects');
  for await (const chunk of await store.read(key)) {
    if (!CONTENT.equals(chunk))
      throw new StorageAnswerInvalid('What was stored came back as something else.', 'GetObject');
  }
}

/**
 * Stores something small, finds it, reads it and deletes it.
 * @throws StorageFailure of the first thing that does not work
 */
export async function tryStorage(settings: StorageSettings): Promise<void> {
  const store = await openStore(settings, NO_URLS, Date.now);
  const key = `doctor/${randomUUID()}`;
  try {
    await store.check();
    await useOnce(store, key);
    await store.delete(key);
  } finally {
    await store.close();
  }
}
