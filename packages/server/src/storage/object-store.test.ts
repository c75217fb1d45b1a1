import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { storeConformance } from '../testing/object-store-conformance.ts';
import { startTestS3 } from '../testing/test-s3.ts';
import { openFolderStore } from './folder-store.ts';
import { openS3Store } from './s3-store.ts';
import { createUrlSigner } from './url-signer.ts';

const KEY = { id: '01K5QZ3V9T8R7M6N5P4Q3S2T1V', secret: Buffer.alloc(32, 7) };
const urls = createUrlSigner(() => 'http://milaan.test', {
  current: async () => KEY,
  find: async (id) => (id === KEY.id ? KEY : null),
});

describe('a folder', () =>
  storeConformance(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milaan-folder-'));
    const store = await openFolderStore(folder, urls);
    return { store, stop: async () => rmSync(folder, { recursive: true, force: true }) };
  }));

describe('S3', () =>
  storeConformance(async () => {
    const s3 = await startTestS3();
    const store = await openS3Store(s3.settings, () => Date.now());
    return {
      store,
      stop: async () => {
        await store.close();
        await s3.stop();
      },
    };
  }));
