import { randomUUID } from 'node:crypto';
import { SERVED_OPERATIONS } from '@milaan/contract';
import { describe, expect, it } from 'vitest';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import { createdIngestion, insertIngestions } from '../state/ingestions.ts';
import { insertRequestBlocks } from '../state/request-blocks.ts';
import { insertDeliveries } from '../state/webhook-deliveries.ts';
import { insertWebhook } from '../state/webhooks.ts';
import { finishWorkflow } from '../state/workflows.ts';
import { saveConfig } from '../state/workspace-configs.ts';
import { SETTINGS } from '../testing/api.ts';
import { newRequestBlock } from '../testing/new-request-block.ts';
import { newWorkflow } from '../testing/new-workflow.ts';
import { onBothDatabases } from '../testing/on-both-databases.ts';
import type { SendOptions, TestServer } from '../testing/test-server.ts';
import { uploadKey } from './upload/create-upload-url.ts';

/** Everything that a caller can name and that may be another's. */
interface Ids {
  readonly workflowId: string;
  readonly activityId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly requestId: string;
  readonly fileUrl: string;
  readonly pan: string;
  readonly gstin: string;
}

type Request = readonly [method: string, path: string, options?: SendOptions];

const V1 = '/integration/v1';
const NO_FOREIGN_ID = 'it takes no id';
const NOT_BY_TOKEN = 'its URL or its secret is the permission';
const TEMPLATE = '60e5613ff71f4a7aeca4336b';

/** A request of every operation that names what may be another's, or the reason why there is none. */
const MATRIX: Readonly<Record<string, ((ids: Ids) => Request) | string>> = {
  listErrorCodes: NO_FOREIGN_ID,
  getAuthToken: NOT_BY_TOKEN,
  getConfig: ({ pan }) => ['GET', `${V1}/config/get?pan=${pan}`],
  setConfig: ({ pan }) => ['POST', `${V1}/config/set`, { body: { ...SETTINGS, pan } }],
  createUploadUrl: NO_FOREIGN_ID,
  uploadFile: NOT_BY_TOKEN,
  downloadFile: NOT_BY_TOKEN,
  triggerWorkflow: ({ fileUrl, pan }) => [
    'POST',
    `${V1}/maxItc/triggerWorkflow`,
    { body: { fileList: [{ s3FileUrl: fileUrl, userFileName: 'a.csv' }], userInputArgs: { ...SETTINGS, pan } } },
  ],
  getWorkflow: ({ workflowId }) => ['GET', `${V1}/maxItc/workflow/${workflowId}`],
  getWorkflowResults: ({ workflowId }) => ['GET', `${V1}/maxItc/results/${workflowId}`],
  listWorkflows: ({ pan }) => ['GET', `${V1}/maxItc/workflows?pan=${pan}`],
  cancelWorkflow: ({ workflowId }) => ['POST', `${V1}/maxItc/workflow/${workflowId}/cancel`],
  streamWorkflowEvents: ({ workflowId }) => ['GET', `${V1}/maxItc/workflow/${workflowId}/events`],
  listResultDocuments: ({ workflowId }) => ['GET', `${V1}/maxItc/results/${workflowId}/documents`],
  ingestPurchaseFile: ({ fileUrl, gstin }) => [
    'POST',
    `${V1}/ingest/file/purchase`,
    {
      body: {
        userInputArgs: { gstins: [gstin], templateId: TEMPLATE },
        fileInfo: { s3FileUrl: fileUrl, userFileName: 'a.csv' },
      },
    },
  ],
  getPurchaseIngestion: ({ activityId }) => ['GET', `${V1}/ingest/file/purchase/status/${activityId}?tenant=MAXITC`],
  ingestPurchaseLines: ({ gstin }) => [
    'POST',
    '/integration/v2/ingest/json/purchase',
    { body: [{ documentType: 'nonsense' }], headers: { 'x-cleartax-gstin': gstin } },
  ],
  listHeldData: ({ gstin }) => ['GET', `${V1}/heldData?gstin=${gstin}`],
  deleteHeldData: ({ gstin }) => ['DELETE', `${V1}/heldData/${gstin}/042026`],
  createWebhook: NO_FOREIGN_ID,
  listWebhooks: () => ['GET', `${V1}/webhooks`],
  getWebhook: ({ webhookId }) => ['GET', `${V1}/webhooks/${webhookId}`],
  deleteWebhook: ({ webhookId }) => ['DELETE', `${V1}/webhooks/${webhookId}`],
  listWebhookDeliveries: ({ webhookId }) => ['GET', `${V1}/webhooks/${webhookId}/deliveries`],
  getWebhookDelivery: ({ deliveryId }) => ['GET', `${V1}/webhooks/deliveries/${deliveryId}`],
  replayWebhookDelivery: ({ deliveryId }) => ['POST', `${V1}/webhooks/deliveries/${deliveryId}/replay`],
  getSettings: () => ['GET', `${V1}/settings`],
  setSettings: () => ['POST', `${V1}/settings`, { body: {} }],
  listAuditEntries: () => ['GET', `${V1}/auditLog`],
  getRequest: ({ requestId }) => ['GET', `${V1}/requests/${requestId}`],
};

const rowOf = (id: string): ((ids: Ids) => Request) => {
  const request = MATRIX[id];
  if (typeof request !== 'function') throw new Error(`${id} has no row.`);
  return request;
};
const rows = Object.entries(MATRIX).flatMap(([id, request]) =>
  typeof request === 'string' ? [] : [[id, request] as const],
);

describe('the matrix', () => {
  it('knows every operation of the contract', () =>
    expect(Object.keys(MATRIX)).toEqual(SERVED_OPERATIONS.map(({ operationId }) => operationId)));
});

const HOUR_MS = 3_600_000;

/** Old enough that no node still has it to write: nobody waits for it. */
const oldRequestId = (clock: TestServer['clock']): string =>
  `req_${createUlids({ ...clock, nowMs: () => clock.nowMs() - HOUR_MS }, createSystemRandomness())()}`;

/** What exists in a workspace, of every kind. */
async function furnish(
  { server, state, clock }: TestServer,
  client: { id: string; workspaceId: string },
): Promise<Ids> {
  const { db } = state;
  const { createUlid } = server;
  const { workspaceId } = client;
  const createdAt = new Date(clock.nowMs());
  const pan = 'ABCDE1234F';
  const uploadId = `upl_${createUlid()}`;
  const objectKey = uploadKey(workspaceId, uploadId);
  await db
    .insertInto('upload')
    .values({
      id: uploadId,
      workspaceId,
      templateType: 'purchase',
      contentType: 'CSV',
      fileName: 'a.csv',
      objectKey,
      createdAt,
      expiresAt: new Date(clock.nowMs() + 600_000),
    })
    .execute();
  await server.store.put(objectKey, Buffer.from('a,b\n'));
  const activityId = `act_${createUlid()}`;
  const args = { gstins: null, pan: null, allowedPans: null, templateId: null };
  const source = { workflowId: null, place: 0, uploadId, sourceObjectKey: objectKey, fileName: 'a.csv' };
  await insertIngestions(db, [
    createdIngestion({ id: activityId, workspaceId, ...source, args, createdAt, createdBy: client.id }),
  ]);
  const webhookId = `whe_${createUlid()}`;
  const url = 'https://erp.company.example/';
  const secret = `whsec_${Buffer.alloc(32).toString('base64')}`;
  await insertWebhook(db, { id: webhookId, workspaceId, url, events: [], description: null, secret, createdAt });
  const deliveryId = `whd_${createUlid()}`;
  const message = { messageId: deliveryId, event: 'workflow.failed' as const, subjectId: 'wf_1', payload: '{}' };
  await insertDeliveries(db, [{ id: deliveryId, workspaceId, webhookId, ...message, replayOf: null, createdAt }]);
  await saveConfig(db, {
    workspaceId,
    pan,
    document: {
      ...SETTINGS,
      userEmail: null,
      customTemplateId: null,
      reconType: 'MAX_ITC_2B_PR',
      sectionNames: [],
      active: true,
      error: null,
    } as unknown as Parameters<typeof saveConfig>[1]['document'], // its periods are texts here
    expected: undefined,
    at: createdAt,
  });
  const workflowId = await newWorkflow({ server, state, clock }, client, { pan });
  const fileUrl = await server.store.uploadUrl(objectKey, { expiresAt: createdAt });
  const requestId = oldRequestId(clock);
  await insertRequestBlocks(db, [await newRequestBlock({ requestId, workspaceId, createdAt })]);
  return { workflowId, activityId, webhookId, deliveryId, requestId, fileUrl, pan, gstin: '27ABCDE1234F1Z0' };
}

/** Ids of the same form that nobody has. */
async function nobodys({ server, clock }: TestServer): Promise<Ids> {
  const id = (prefix: string) => `${prefix}_${server.createUlid()}`;
  const key = uploadKey(id('ws'), id('upl'));
  return {
    workflowId: id('wf'),
    activityId: id('act'),
    webhookId: id('whe'),
    deliveryId: id('whd'),
    requestId: oldRequestId(clock),
    fileUrl: await server.store.uploadUrl(key, { expiresAt: new Date(clock.nowMs()) }),
    pan: 'ZZZZZ9999Z',
    gstin: '27ZZZZZ9999Z1Z8',
  };
}

let statements: string[] = [];
const onStatement = (sql: string) => statements.push(sql.replace(/\s+/g, ' '));

onBothDatabases(
  'what is of another',
  (server, test) => {
    /** The answer and the statements of a request, without what names the request or what it asked for. */
    const ask = async (token: string, request: (ids: Ids) => Request, ids: Ids) => {
      const [method, path, options] = request(ids);
      statements = [];
      const { status, body } = await server().send(method, path, { ...options, token });
      // A GSTIN before the PAN that is in it.
      const named = Object.values(ids).sort((a, b) => b.length - a.length);
      const blank = (text: string) =>
        named.reduce((rest, id) => rest.replaceAll(id, 'X'), text).replace(/req_\w{26}/g, 'req');
      return { status, body: blank(body), statements: statements.map(blank) };
    };

    describe.each(rows)('%s', (_, request) => {
      test('is as unknown as what never was: the same answer, the same statements', async () => {
        const owner = await server().newClient();
        const theirs = await furnish(server(), owner);
        // Each with a token that was never used: what is remembered of it is the same for both.
        const ofAnother = await ask(await server().newToken(), request, theirs);
        const ofNobody = await ask(await server().newToken(), request, await nobodys(server()));
        expect(ofAnother).toEqual(ofNobody);
        if (ofAnother.status === 200) expect(ofAnother.body).not.toMatch(/_[0-9A-HJKMNP-TV-Z]{26}/);
      });
    });

    test('a workflow that has ended is as unknown as one that runs', async () => {
      const owner = await server().newClient();
      const theirs = await furnish(server(), owner);
      const at = new Date(server().clock.nowMs());
      const end = {
        status: 'WORKFLOW_COMPLETED',
        error: null,
        summary: {},
        resultKeys: {},
        fileErrors: [],
        progress: null,
        at,
      } as const;
      await finishWorkflow(server().state.db, theirs.workflowId, end);
      for (const id of [
        'getWorkflow',
        'getWorkflowResults',
        'listResultDocuments',
        'cancelWorkflow',
        'streamWorkflowEvents',
      ]) {
        const request = rowOf(id);
        const ofAnother = await ask(await server().newToken(), request, theirs);
        expect(ofAnother).toMatchObject({ status: 400 });
        expect(ofAnother).toEqual(await ask(await server().newToken(), request, await nobodys(server())));
      }
    });

    test('what is of a PAN that the token does not cover is as unknown, within one workspace', async () => {
      const workspace = `of several PANs ${randomUUID()}`;
      const owner = await server().newClient({ workspace });
      const theirs = await furnish(server(), owner);
      const limited = await server().newToken({ workspace, pans: ['AAPFU0939F'] });
      for (const id of [
        'getWorkflow',
        'getWorkflowResults',
        'cancelWorkflow',
        'streamWorkflowEvents',
        'getPurchaseIngestion',
      ]) {
        const request = rowOf(id);
        const { status, body } = await ask(limited, request, theirs);
        expect([id, { status, body }]).toEqual([
          id,
          await ask(limited, request, await nobodys(server())).then(({ status, body }) => ({ status, body })),
        ]);
        expect(status).toBe(400);
      }
      // A PAN and a GSTIN are no secrets: naming one that the token does not cover is told.
      for (const id of [
        'getConfig',
        'setConfig',
        'triggerWorkflow',
        'listWorkflows',
        'ingestPurchaseFile',
        'ingestPurchaseLines',
        'listHeldData',
        'deleteHeldData',
      ]) {
        const request = rowOf(id);
        const { status, body } = await ask(limited, request, theirs);
        expect([id, status, JSON.parse(body).code]).toEqual([id, 401, 'scope_insufficient']);
      }
    });
  },
  { onStatement },
);
