import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@milaan/server/settings';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFakeIo } from '../fake-io.ts';
import { runServe } from './run-serve.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'milaan-serve-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is not ended before the requests under way have had the time of the drain', async () => {
  const flags = { dataDir: join(folder, 'data'), port: '0', logLevel: 'silent', drainSeconds: '60' };
  const io = createFakeIo();
  const served = runServe(readSettings({ flags, env: {}, file: null }), io);
  await expect.poll(() => io.output.stderr, { timeout: 30_000 }).toContain('Milaan listens on');
  io.stop('SIGTERM');
  await served;
  expect(io.stopsInMs).toBeGreaterThan(60_000);
});
