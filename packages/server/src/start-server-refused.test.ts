import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProviderFileRefused } from './providers/provider-file.ts';
import { readSettings } from './settings/read-settings.ts';
import { serverSettings } from './settings/server-settings.ts';
import { startServer } from './start-server.ts';
import { StorageUnavailable } from './storage/storage-failure.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'milaan-refused-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const startWith = (flags: Parameters<typeof readSettings>[0]['flags']) =>
  startServer(
    serverSettings(readSettings({ flags: { port: '0', logLevel: 'silent', ...flags }, env: {}, file: null }), 'test'),
  );

it('a provider that is not described is told at the start, before anything is opened', async () => {
  const dataDir = join(folder, 'never');
  await expect(startWith({ dataDir, gstProvider: join(folder, 'none.json') })).rejects.toThrow(ProviderFileRefused);
  expect(existsSync(dataDir)).toBe(false);
});

it('a storage that cannot be used leaves the data folder free', async () => {
  const [dataDir, storageDir] = [join(folder, 'data'), join(folder, 'file')];
  writeFileSync(storageDir, '');
  await expect(startWith({ dataDir, storageDir })).rejects.toThrow(StorageUnavailable);
  expect(existsSync(join(dataDir, 'state'))).toBe(true);
  expect(existsSync(join(dataDir, 'milaan.pid'))).toBe(false);
});
