import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { verifyWebhook } from '@milaan/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenLocally } from '../../packages/server/src/testing/listen-locally.ts';
import { ROOT } from '../support/milaan-process.ts';
import { type Served, serveClient } from '../support/milaan-server.ts';

// What follows a trigger: events, webhooks, results by the page, held data, the audit log. On real sockets.

const SAMPLES = join(ROOT, 'packages/cli/samples');
const PAN = 'AAACA1111A';
const GSTIN = '27AAACA1111A1ZS';
const STATEMENTS = ['27AAACA1111A1ZS-092026', '27AAACA1111A1ZS-102026', '29AAACA1111A1ZO-102026'];
const RANGES = {
  pullReturnPeriodStart: '092026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '082026',
  reconReturnPeriodEnd: '102026',
  allowMissingPeriods: true,
};

// biome-ignore lint/suspicious/noExplicitAny: read as any client would that knows no types
type Json = any;
interface Told {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

const folder = mkdtempSync(join(tmpdir(), 'milaan-follow-'));
const told: Told[] = [];
let isDown = true;
let port: number;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  told.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  // The first message is refused: it comes again.
  response.writeHead(isDown ? 503 : 204).end();
  isDown = false;
});
let served: Served;
let token: string;

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(path.startsWith('http') ? path : `${served.url}/integration/v1${path}`, {
    method,
    headers: { ...(path.startsWith('http') ? {} : { 'x-cleartax-auth-token': token }), ...headers },
    ...(body === undefined ? {} : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const json = (await response.json()) as Json;
  return { status: response.status, json };
};
const post = (path: string, body: unknown) => call('POST', path, body, { 'content-type': 'application/json' });

async function upload(name: string, kind: string, form: string): Promise<Json> {
  const content = readFileSync(join(SAMPLES, name));
  const path = `/generatePreSign/${kind}?fileName=${encodeURIComponent(name)}`;
  const { json } = await call('GET', path, undefined, { fileContentType: form });
  expect((await call('PUT', json.preSignedS3Url, content)).status).toBe(200);
  return { s3FileUrl: json.preSignedS3Url, userFileName: name.slice(name.lastIndexOf('/') + 1) };
}

/** The events of a workflow until the stream ends. */
async function follow(workflowId: string): Promise<{ id: string; data: Json }[]> {
  const response = await fetch(`${served.url}/integration/v1/maxItc/workflow/${workflowId}/events`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const text = await response.text();
  return [...text.matchAll(/^id: (.*)\nevent: workflow\ndata: (.*)$/gm)].map(([, id = '', data = '']) => ({
    id,
    data: JSON.parse(data),
  }));
}

beforeAll(async () => {
  port = await listenLocally(receiver);
  ({ served, token } = await serveClient(join(folder, 'data'), '--webhook-private-addresses', 'true'));
}, 60_000);
afterAll(() => {
  served?.child.kill('SIGKILL');
  receiver.closeAllConnections();
  receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('after a trigger', () => {
  let secret: string;
  let workflowId: string;
  let lines: string[];

  it('its events tell of each change, to the end', async () => {
    const url = `http://127.0.0.1:${port}/hook`;
    const hook = await post('/webhooks', { url, events: ['workflow.completed', 'workflow.failed'] });
    expect(hook.status).toBe(201);
    secret = hook.json.secret;
    const files = [await upload('purchases-aug-to-oct-2026.csv', 'purchase', 'CSV')];
    for (const name of STATEMENTS) files.push(await upload(`gstr2b/gstr2b-${name}.json`, 'gstr2b', 'JSON'));
    const accepted = await post('/maxItc/triggerWorkflow', { fileList: files, userInputArgs: { pan: PAN, ...RANGES } });
    expect(accepted.status).toBe(201);
    workflowId = accepted.json.workflowId;
    const events = await follow(workflowId);
    expect(events.at(-1)?.data).toMatchObject({ workflowId, status: 'WORKFLOW_COMPLETED' });
    const ids = events.map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    // Who comes when all is over hears the end, and who has heard it hears nothing more.
    expect((await follow(workflowId)).map(({ data }) => data.status)).toEqual(['WORKFLOW_COMPLETED']);
  });

  it('the results come by the page, line by line as in the file', async () => {
    const { json } = await call('GET', `/maxItc/results/${workflowId}`);
    const file = await fetch(json.reconStatus.reconResultsFileUrl);
    lines = gunzipSync(Buffer.from(await file.arrayBuffer()))
      .toString()
      .trimEnd()
      .split('\n');
    const paged: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 20; pages++) {
      const path = `/maxItc/results/${workflowId}/documents?limit=7${cursor}`;
      const response = await fetch(`${served.url}/integration/v1${path}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const text = await response.text();
      const page = JSON.parse(text);
      expect(page.total).toBe(lines.length);
      paged.push(text.slice(text.indexOf('[') + 1, text.lastIndexOf('],"nextCursor"')));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(paged.join(',')).toBe(lines.join(','));
  });

  it('the results are filtered', async () => {
    const all: Json[] = lines.map((line) => JSON.parse(line));
    const ask = async (query: string) =>
      (await call('GET', `/maxItc/results/${workflowId}/documents?limit=1000&${query}`)).json.items;
    const ofTypes = all.filter(({ result }) => ['MISMATCH', 'PROBABLE'].includes(result.matchType));
    expect(ofTypes.length).toBeGreaterThan(0);
    expect(await ask('matchType=PROBABLE,MISMATCH')).toEqual(ofTypes);
    const { supplierGstin } = all[0].result;
    expect(await ask(`supplierGstin=${supplierGstin}`)).toEqual(
      all.filter(({ result }) => result.supplierGstin === supplierGstin),
    );
    const number = all.find(({ pr }) => pr !== null).pr.documentReferenceNumber;
    const found = await ask(`q=${encodeURIComponent(number.toLowerCase())}`);
    expect(found.map((line: Json) => line.documentId)).toContain(all.find(({ pr }) => pr !== null).documentId);
    expect((await call('GET', `/maxItc/results/${workflowId}/documents?matchType=NONE`)).json.code).toBe(
      'parameter_invalid',
    );
  });

  it('the webhook is told, again after it was down, by a message that can be believed', async () => {
    await expect.poll(() => told.length, { timeout: 30_000, interval: 200 }).toBe(2);
    const [refused, message] = told;
    if (refused === undefined || message === undefined) throw new Error('Nothing was told.');
    expect(message.headers['webhook-id']).toBe(refused.headers['webhook-id']);
    const verified = await verifyWebhook<Json>({ secret, headers: message.headers, body: message.body });
    expect(verified.event).toMatchObject({
      type: 'workflow.completed',
      data: { workflowId, pan: PAN, status: 'WORKFLOW_COMPLETED', error: null },
    });
    const altered = { secret, headers: message.headers, body: message.body.replace(PAN, 'AAACA1111B') };
    await expect(verifyWebhook(altered)).rejects.toMatchObject({ fault: 'signature_mismatch' });
    const list = async () => {
      const { json: hooks } = await call('GET', '/webhooks');
      return (await call('GET', `/webhooks/${hooks.items[0].webhookId}/deliveries`)).json.items;
    };
    await expect.poll(async () => (await list())[0].status, { timeout: 10_000 }).toBe('DELIVERED');
    expect((await list())[0].attempts).toMatchObject([
      { outcome: 'REFUSED', httpStatus: 503 },
      { outcome: 'ACCEPTED', httpStatus: 204 },
    ]);
  });

  it('what was taken in is held until it is deleted, and the next run does without it', async () => {
    const { json: held } = await call('GET', `/heldData?gstin=${GSTIN}`);
    expect(held.items.map(({ side, lastPeriod }: Json) => `${side} ${lastPeriod}`).sort()).toEqual([
      'BOOKS 102026',
      'GSTR_2B 092026',
      'GSTR_2B 102026',
    ]);
    const deleted = await call('DELETE', `/heldData/${GSTIN}/102026?side=GSTR_2B`);
    expect(deleted).toEqual({ status: 200, json: { gstin: GSTIN, period: '102026', sides: ['GSTR_2B'] } });
    const again = await post('/maxItc/triggerWorkflow', { userInputArgs: { pan: PAN, ...RANGES } });
    await follow(again.json.workflowId);
    const { json } = await call('GET', `/maxItc/results/${again.json.workflowId}/documents?limit=1000`);
    const periods = json.items
      .filter(({ govt }: Json) => govt?.myGstin === GSTIN)
      .map(({ govt }: Json) => govt.returnPeriod);
    expect(new Set(periods)).toEqual(new Set(['092026']));
    // The first run stays as it was.
    const { json: first } = await call('GET', `/maxItc/results/${workflowId}/documents?limit=1`);
    expect(first.total).toBe(lines.length);
  });

  it('the audit log has it all', async () => {
    const { json } = await call('GET', '/auditLog?limit=1000');
    const actions = json.items.map(({ action }: Json) => action);
    expect(new Set(actions)).toEqual(
      new Set(['webhook.created', 'workflow.triggered', 'workflow.completed', 'heldData.deleted']),
    );
    expect(actions.filter((action: string) => action === 'workflow.completed')).toHaveLength(2);
  });
});
