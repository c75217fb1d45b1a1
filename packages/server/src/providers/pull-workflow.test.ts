import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listenLocally } from '../testing/listen-locally.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

const SAMPLES = fileURLToPath(new URL('../../../cli/samples/', import.meta.url));
const REGISTER = readFileSync(`${SAMPLES}purchases-aug-to-oct-2026.csv`);
const PERIOD = '102026';
/** Real jobs in processes of their own, on a machine that may be busy. */
const PATIENCE = { timeout: 90_000, interval: 100 };
const GSTINS: readonly string[] = ['27AAACA1111A1ZS', '29AAACA1111A1ZO'];
const statementOf = (gstin: string) => readFileSync(`${SAMPLES}gstr2b/gstr2b-${gstin}-${PERIOD}.json`, 'utf8');

let milaan: TestServer;
let provider: Server;
let folder: string;
let asked: string[];
/** What the provider answers for a registration in place of its statement. */
let instead: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'milaan-pull-'));
  provider = createServer((request, response) => {
    const gstin = new URL(String(request.url), 'http://x').searchParams.get('gstin') ?? '';
    asked.push(gstin);
    response.end(instead[gstin] ?? (GSTINS.includes(gstin) ? statementOf(gstin) : '{}'));
  });
  const port = await listenLocally(provider);
  const gstProvider = join(folder, 'provider.json');
  writeFileSync(gstProvider, JSON.stringify({ gstr2b: `http://127.0.0.1:${port}/2b?gstin={gstin}&period={period}` }));
  milaan = await createTestServer({ runsWorkflows: true, gstProvider });
}, 60_000);
afterAll(async () => {
  await milaan?.close();
  provider?.closeAllConnections();
  provider?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function reconcile(token: string) {
  const generate = '/integration/v1/generatePreSign/purchase?fileName=register.csv';
  const { json } = await milaan.send('GET', generate, { token, headers: { filecontenttype: 'CSV' } });
  const url = new URL(String(json.preSignedS3Url));
  await milaan.send('PUT', url.pathname + url.search, { body: REGISTER, headers: { 'content-type': 'text/csv' } });
  const ranges = {
    pullReturnPeriodStart: PERIOD,
    pullReturnPeriodEnd: PERIOD,
    reconReturnPeriodStart: PERIOD,
    reconReturnPeriodEnd: PERIOD,
  };
  const body = {
    fileList: [{ s3FileUrl: url.href, userFileName: 'register.csv' }],
    userInputArgs: { pan: 'AAACA1111A', ...ranges },
  };
  const triggered = await milaan.send('POST', '/integration/v1/maxItc/triggerWorkflow', { token, body });
  const read = async () =>
    (await milaan.send('GET', `/integration/v1/maxItc/workflow/${triggered.json.workflowId}`, { token })).json;
  await expect.poll(async () => (await read()).endedAt, PATIENCE).not.toBeNull();
  return read();
}

it('statements that are not held come from the provider, once', async () => {
  asked = [];
  instead = {};
  const token = await milaan.newToken();
  expect(await reconcile(token)).toMatchObject({ status: 'WORKFLOW_COMPLETED', error: null });
  expect([...asked].sort()).toEqual(GSTINS);
  asked = [];
  expect(await reconcile(token)).toMatchObject({ status: 'WORKFLOW_COMPLETED' });
  expect(asked).toEqual([]);
}, 120_000);

it('a session that has ended fails the workflow in words that its user can act on, and the next one goes on', async () => {
  asked = [];
  instead = { '29AAACA1111A1ZO': '{"status_cd":"0","error":{"error_cd":"AUTH4033","message":"Invalid Session"}}' };
  const token = await milaan.newToken();
  const failed = await reconcile(token);
  expect(failed).toMatchObject({
    status: 'WORKFLOW_FAILED',
    error: { code: 'gstn_session_required', metadata: { gstin: '29AAACA1111A1ZO' } },
  });
  instead = {};
  expect(await reconcile(token)).toMatchObject({ status: 'WORKFLOW_COMPLETED' });
}, 120_000);

it('a statement without documents is held as such, and not asked for again', async () => {
  asked = [];
  instead = { '29AAACA1111A1ZO': '{"status_cd":"0","error":{"error_cd":"RET13510"}}' };
  const token = await milaan.newToken();
  expect(await reconcile(token)).toMatchObject({ status: 'WORKFLOW_COMPLETED', error: null });
  asked = [];
  expect(await reconcile(token)).toMatchObject({ status: 'WORKFLOW_COMPLETED' });
  expect(asked).toEqual([]);
}, 120_000);

it('an answer that cannot be read is the fault of the provider, not of a file of the caller', async () => {
  asked = [];
  instead = { '29AAACA1111A1ZO': '{"data":{"docdata":{"b2b":[]}}}' };
  const token = await milaan.newToken();
  expect(await reconcile(token)).toMatchObject({
    status: 'WORKFLOW_FAILED',
    error: {
      code: 'upstream_invalid_response',
      metadata: { upstream: 'GST provider', refusedBecause: 'PORTAL_UNIDENTIFIED' },
    },
  });
}, 120_000);
