import { join } from 'node:path';
import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import type { StateDatabase } from '../state/open-state.ts';
import { openFolderStore } from './folder-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Settings } from './s3-settings.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';
import { createUrlSigner, type UrlSigner } from './url-signer.ts';

/** Where the objects are kept. */
export type StorageSettings =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 's3' } & S3Settings);

export interface Storage {
  readonly store: ObjectStore;
  /** Of the files that this server serves itself: those of a folder. */
  readonly urls: UrlSigner;
  /** To be asked every hour, so that whoever signs never waits. */
  readonly keys: SigningKeys;
}

export interface StorageSource {
  readonly db: StateDatabase;
  /** Gives the public address of this server, without a slash at its end. */
  readonly baseUrl: () => string;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

/** The folder of the objects beside the embedded database. */
export const objectsFolder = (dataDir: string): string => join(dataDir, 'objects');

/**
 * Opens the store of the objects. S3 is not asked yet; `check` does that.
 * @throws StorageUnavailable when a folder cannot be used
 */
export async function openStore(settings: StorageSettings, urls: UrlSigner, nowMs: () => number): Promise<ObjectStore> {
  if (settings.kind === 'folder') return openFolderStore(settings.folder, urls);
  // On the console of a server nobody can act on what the SDK says about Node's versions; the pinned one runs on all of ours.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // The SDK takes a while to load, and most servers never use it.
  const { openS3Store } = await import('./s3-store.ts');
  return openS3Store(settings, nowMs);
}

/** The store together with what signs its URLs. @throws StorageUnavailable */
export async function openStorage(settings: StorageSettings, source: StorageSource): Promise<Storage> {
  const { clock, randomness } = source;
  const keys = createSigningKeys({ ...source, createUlid: createUlids(clock, randomness) });
  // Before any request: later the only connection of the embedded database may be in use by whoever signs.
  await keys.current();
  const urls = createUrlSigner(source.baseUrl, keys);
  return { urls, keys, store: await openStore(settings, urls, () => clock.nowMs()) };
}
