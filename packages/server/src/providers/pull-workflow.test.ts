import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listHeldSegments } from '../state/segments.ts';
import { readWorkflow } from '../state/workflows.ts';
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

const ofPan = (workspaceId: string) => ({ workspaceId, pan: 'AAACA1111A', asOf: null });
const statementsHeld = async (workspaceId: string) =>
  (await listHeldSegments(milaan.state.db, ofPan(workspaceId))).filter(({ side }) => side !== 'BOOKS');
const letTimePass = async (workspaceId: string) => {
  await milaan.state.db
    .updateTable('segment')
    .set({ askedAt: new Date('2026-11-14T12:00:00Z') })
    .where('workspaceId', '=', workspaceId)
    .where('askedAt', 'is not', null)
    .execute();
};
const notesOf = async ({ workflowId }: Record<string, unknown>) =>
  (await readWorkflow(milaan.state.db, String(workflowId))).snapshot?.report.notes;

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

it('what a provider brought is asked for again after some hours: the same changes nothing, something else counts', async () => {
  asked = [];
  instead = {};
  const client = await milaan.newClient();
  const { workspaceId } = client;
  const token = await milaan.tokenOf(client);
  await reconcile(token);
  const before = await statementsHeld(workspaceId);
  expect(before).toMatchObject(GSTINS.map(() => ({ askedAt: expect.any(Date) })));

  await letTimePass(workspaceId);
  asked = [];
  const unchanged = await reconcile(token);
  expect([...asked].sort()).toEqual(GSTINS);
  expect(await statementsHeld(workspaceId)).toEqual(before.map((held) => ({ ...held, askedAt: expect.any(Date) })));
  asked = [];
  await reconcile(token);
  expect(asked).toEqual([]);

  await letTimePass(workspaceId);
  instead = { [GSTINS[0] ?? '']: statementOf(GSTINS[0] ?? '').replace('"gendt": "14-11', '"gendt": "18-11') };
  const changed = await reconcile(token);
  const ids = async ({ workflowId }: Record<string, unknown>) =>
    (await readWorkflow(milaan.state.db, String(workflowId))).snapshot?.segments.map(({ id }) => id) ?? [];
  const held = await statementsHeld(workspaceId);
  expect(held.map(({ generatedOn }) => generatedOn).sort()).toEqual(['2026-11-14', '2026-11-14', '2026-11-18']);
  const regenerated = held.find(({ generatedOn }) => generatedOn === '2026-11-18')?.id;
  expect(await ids(changed)).toContain(regenerated);
  expect(await ids(unchanged)).not.toContain(regenerated);
}, 240_000);

it('what cannot be brought anew is used as it was held, and the report says so', async () => {
  asked = [];
  instead = {};
  const client = await milaan.newClient();
  const token = await milaan.tokenOf(client);
  await reconcile(token);
  const before = await statementsHeld(client.workspaceId);

  await letTimePass(client.workspaceId);
  const [first = '', second = ''] = GSTINS;
  const empty = '{"status_cd":"0","error":{"error_cd":"RET13510"}}';
  instead = { [first]: '{"status_cd":"0","error":{"error_cd":"AUTH4033"}}', [second]: empty };
  const done = await reconcile(token);
  expect(done).toMatchObject({ status: 'WORKFLOW_COMPLETED', error: null });
  expect((await notesOf(done))?.slice(0, 2)).toEqual([
    `The GSTR-2B of ${first} could not be brought anew and is used as it was held: ${PERIOD} as of 2026-11-14. The GST portal needs a new session for the GSTIN ${first}.`,
    `The GSTR-2B of ${second} could not be brought anew and is used as it was held: ${PERIOD} as of 2026-11-14. The provider says that there are no documents any more.`,
  ]);
  expect(await statementsHeld(client.workspaceId)).toMatchObject(before.map(({ id }) => ({ id })));

  const older = statementOf(first).replace('"gendt": "14-11', '"gendt": "10-11');
  instead = { [first]: older, [second]: empty };
  expect((await notesOf(await reconcile(token)))?.slice(0, 2)).toEqual([
    expect.stringMatching(/^The GSTR-2B of 29/),
    `What the GST provider said came after the GSTR-2B of ${first} for ${PERIOD} that was generated on 2026-11-14, but was generated on 2026-11-10, before it: it took no part. If it is the right one, delete what is held of that return and bring it again.`,
  ]);
}, 120_000);
