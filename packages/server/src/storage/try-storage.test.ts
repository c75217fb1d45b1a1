import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestS3, type TestS3 } from '../testing/test-s3.ts';
import { tryStorage } from './try-storage.ts';

let s3: TestS3;
let folder: string;
beforeAll(async () => {
  s3 = await startTestS3();
  folder = mkdtempSync(join(tmpdir(), 'milaan-try-'));
});
afterAll(async () => {
  await s3?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('finds nothing wrong with a store that works, and leaves nothing there', async () => {
  await tryStorage({ kind: 'folder', folder: join(folder, 'objects') });
  expect(readdirSync(join(folder, 'objects', 'doctor'))).toEqual([]);
  await tryStorage({ kind: 's3', ...s3.settings });
});

it('finds wrong credentials, a missing bucket, a missing server, and a folder that is none', async () => {
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'wrong' };
  const file = join(folder, 'file');
  writeFileSync(file, 'no folder');
  for (const settings of [
    { kind: 's3', ...s3.settings, credentials },
    { kind: 's3', ...s3.settings, bucket: 'nobodys' },
    { kind: 's3', ...s3.settings, endpoint: 'http://127.0.0.1:1' },
    { kind: 'folder', folder: file },
  ] as const) {
    await expect(tryStorage(settings)).rejects.toMatchObject({ name: 'StorageUnavailable' });
  }
});
