import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { TEST_DATABASES } from '../testing/test-databases.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { openTestState } from '../testing/test-state.ts';

const SAMPLES = fileURLToPath(new URL('../../../cli/samples/', import.meta.url));
const FILES = [
  'purchases-aug-to-oct-2026.csv',
  'gstr2b/gstr2b-27AAACA1111A1ZS-102026.json',
  'gstr2b/gstr2b-29AAACA1111A1ZO-102026.json',
];
const V1 = '/integration/v1';
const PERIOD = { pullReturnPeriodStart: '102026', pullReturnPeriodEnd: '102026' };
const ARGS = { ...PERIOD, reconReturnPeriodStart: '102026', reconReturnPeriodEnd: '102026', pan: 'AAACA1111A' };
/** Real jobs in processes of their own, on a machine that may be busy. */
const PATIENCE = { timeout: 60_000, interval: 100 };

const folder = mkdtempSync(join(tmpdir(), 'milaan-stopped-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function upload({ send }: TestServer, token: string, name: string) {
  const [type, form] = name.endsWith('.csv') ? ['purchase', 'CSV'] : ['gstr2b', 'JSON'];
  const path = `${V1}/generatePreSign/${type}?fileName=${name.split('/').at(-1)}`;
  const { json } = await send('GET', path, { token, headers: { filecontenttype: form } });
  const { pathname, search } = new URL(String(json.preSignedS3Url));
  const headers = { 'content-type': 'application/octet-stream' };
  expect((await send('PUT', pathname + search, { body: readFileSync(SAMPLES + name), headers })).status).toBe(200);
  return { s3FileUrl: json.preSignedS3Url, userFileName: name };
}

async function trigger(server: TestServer, token: string): Promise<string> {
  const fileList = await Promise.all(FILES.map((name) => upload(server, token, name)));
  const body = { fileList, userInputArgs: { ...ARGS, allowMissingPeriods: true } };
  const { status, json } = await server.send('POST', `${V1}/maxItc/triggerWorkflow`, { token, body });
  expect(status).toBe(201);
  return String(json.workflowId);
}

describe.each(TEST_DATABASES)('a node that is stopped, on $name', ({ canRun, start }) => {
  it.skipIf(!canRun)(
    'while a workflow waits for its files leaves it to whoever comes next',
    async () => {
      const database = await start();
      const schema = `stopped_${process.pid}`;
      const state = await openTestState(database.url, schema);
      // The database stays open, as that of other nodes does: whatever the first one leaves behind can be written.
      const node = () => createTestServer({ state, schema, storage: { kind: 'folder', folder }, runsWorkflows: true });
      const waits = vi.spyOn(DBOS, 'getResult');
      const first = await node();
      const token = await first.newToken();
      const id = await trigger(first, token);
      const read = async (server: TestServer) =>
        (await server.send('GET', `${V1}/maxItc/workflow/${id}`, { token })).json;
      await expect.poll(async () => (await read(first)).status, PATIENCE).toBe('WORKFLOW_INGESTING');
      await expect.poll(() => waits.mock.results.length, PATIENCE).toBeGreaterThan(0);
      await first.close();
      // Those that wait learn of the end at their next look, and have written down by then what they write.
      await Promise.allSettled(waits.mock.results.map(({ value }) => value));

      const next = await node();
      await expect.poll(async () => (await read(next)).endedAt, PATIENCE).not.toBeNull();
      expect(await read(next)).toMatchObject({ status: 'WORKFLOW_COMPLETED', error: null });
      await next.close();
      await state.close();
      await database.stop();
    },
    120_000,
  );
});
