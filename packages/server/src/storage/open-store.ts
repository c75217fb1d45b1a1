import { join } from 'node:path';
import type { Clock } from '../injected/clock.ts';
import { openFolderStore } from './folder-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Settings } from './s3-settings.ts';
import type { UrlSigner } from './url-signer.ts';

/** Where the objects are kept. */
export type StorageSettings =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 's3' } & S3Settings);

/** The folder of the objects beside the embedded database. */
export const objectsFolder = (dataDir: string): string => join(dataDir, 'objects');

/**
 * Opens the store. S3 is not asked yet; `check` does that.
 * @throws StorageUnavailable when a folder cannot be used
 */
export async function openStore(
  settings: StorageSettings,
  { urls, clock }: { readonly urls: UrlSigner; readonly clock: Clock },
): Promise<ObjectStore> {
  if (settings.kind === 'folder') return openFolderStore(settings.folder, urls);
  // On the console of a server nobody can act on what the SDK says about Node's versions; the pinned one runs on all of ours.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // The SDK takes a while to load, and most servers never use it.
  const { openS3Store } = await import('./s3-store.ts');
  return openS3Store(settings, () => clock.nowMs());
}
