import { mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS, type OperationId } from '../../packages/client/src/generated/contract.ts';
import {
  AuthenticationError,
  ConflictError,
  createMilaanClient,
  InvalidRequestError,
  type MilaanClient,
  MilaanError,
  RateLimitError,
  type ReconcileProgress,
  RequestFailedError,
  type ResultLine,
  ServerError,
  type SupplierLine,
} from '../../packages/client/src/index.ts';
import { createRetryBudgets } from '../../packages/client/src/retry/retry-budget.ts';
import type { ClientRequest, RunningServer } from '../../packages/server/src/index.ts';
import { DEMO_PORTAL, DEMO_REGISTER } from '../support/milaan-process.ts';
import { newSecret, startServerHere } from '../support/server-here.ts';

const PAN = 'AAACA1111A';
const GSTIN = '27AAACA1111A1ZS';
const RANGE = {
  pullReturnPeriodStart: '092026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '082026',
  reconReturnPeriodEnd: '102026',
};
const ARGS = { pan: PAN, ...RANGE, allowMissingPeriods: true };

const folder = mkdtempSync(join(tmpdir(), 'milaan-sdk-'));
let running: RunningServer;
let milaan: MilaanClient;
/** Every call that any test made. */
const called = new Set<OperationId>();

const patterns = Object.entries(OPERATIONS).map(([id, { method, path }]) => ({
  id: id as OperationId, // the keys of the table are the ids
  method,
  pattern: new RegExp(`^${path.replace('{fileKey}', '.+').replace(/\{\w+\}/g, '[^/]+')}$`),
}));
const noting: typeof fetch = (input, init) => {
  const { pathname } = new URL(String(input));
  const found = patterns.find(({ method, pattern }) => method === (init?.method ?? 'GET') && pattern.test(pathname));
  if (found !== undefined) called.add(found.id);
  return fetch(input, init);
};

async function clientOf(mode: ClientRequest['mode'], workspace: string): Promise<MilaanClient> {
  return createMilaanClient({
    baseUrl: running.url,
    clientSecret: await newSecret(running, workspace, { mode }),
    surroundings: { fetch: noting, budgets: createRetryBudgets() },
  });
}

beforeAll(async () => {
  running = await startServerHere(join(folder, 'data'));
  milaan = await clientOf('live', 'A company');
});
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
const errorOf = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => expect.unreachable(),
    (error: unknown) => error,
  );
const register = async () => ({ name: 'purchases.csv', content: await openAsBlob(DEMO_REGISTER) });
const portal = () =>
  ['092026', '102026'].map((period) => {
    const name = `gstr2b-${GSTIN}-${period}.json`;
    return { name, content: new Uint8Array(readFileSync(join(DEMO_PORTAL, name))), templateType: 'gstr2b' as const };
  });

/** One of every member that a line has, so that the types are held to what the server really writes. */
const DOCUMENT: Record<keyof NonNullable<ResultLine['pr']>, true> = {
  documentId: true,
  documentReferenceNumber: true,
  documentType: true,
  docDate: true,
  sectionName: true,
  source: true,
  cpGstin: true,
  cpName: true,
  cpPan: true,
  myGstin: true,
  pos: true,
  returnPeriod: true,
  fiscalYear: true,
  taxableValue: true,
  igst: true,
  cgst: true,
  sgst: true,
  cess: true,
  taxValue: true,
  totalValue: true,
  originalDocNumber: true,
  originalDocDate: true,
  itcClaimEligibility: true,
  reverseChargeApplicable: true,
  vendorCode: true,
  voucherNo: true,
  voucherDate: true,
  dueDate: true,
  customFields: true,
  externalId: true,
  paymentAction: true,
};
const GOVT: Record<keyof NonNullable<ResultLine['govt']>, true> = {
  ...DOCUMENT,
  cpFilingFrequency: true,
  counterpartFilingStatus: true,
  cpFilingStatus3b: true,
  g1FilingDate: true,
  g1FilingRp: true,
  itcEligible: true,
  reason: true,
  irn: true,
  irnGenerationDate: true,
  imsStatus: true,
};
const RESULT: Record<keyof ResultLine['result'], true> = {
  matchType: true,
  matchScope: true,
  misMatchFields: true,
  remark: true,
  taxDifference: true,
  taxableValue: true,
  igstItc: true,
  cgstItc: true,
  sgstItc: true,
  cessItc: true,
  totalItc: true,
  itcAction: true,
  gst3BClaimMonth: true,
  supplierGstin: true,
  supplierName: true,
  supplierFilingStatus: true,
  cpPan: true,
  myGstin: true,
  myPan: true,
  documentType: true,
  matchingRequestType: true,
  score: true,
  reasons: true,
  nearest: true,
  groupId: true,
  flags: true,
};
const SUPPLIER: Record<keyof SupplierLine, true> = {
  matchingTaskId: true,
  username: true,
  myGstin: true,
  supplierGstin: true,
  supplierName: true,
  cpPan: true,
  exactCount: true,
  exactTax: true,
  withinToleranceCount: true,
  withinToleranceTax: true,
  probableCount: true,
  probableTax: true,
  mismatchCount: true,
  mismatchTax: true,
  missingInGovtCount: true,
  missingInGovtTax: true,
  missingInPrCount: true,
  missingInPrTax: true,
  manualCount: true,
  manualTax: true,
  booksTax: true,
  portalTax: true,
  claimableItc: true,
  itcAtRisk: true,
  lastFiledOn: true,
  lastFiledPeriod: true,
  gstr3bFiled: true,
  daysLate: true,
  risk: true,
  paymentAction: true,
};
const names = (line: object | null | undefined) => Object.keys(line ?? {}).sort();

describe('a real server', () => {
  it('reconciles in one call, and every way to read the result tells the same', async () => {
    const progress: ReconcileProgress[] = [];
    const done = await milaan.reconcile([await register(), ...portal()], ARGS, {
      onProgress: (step) => progress.push(step),
    });
    const lines = await all(done.results());
    expect(progress.at(-1)).toMatchObject({ stage: 'running', workflow: { status: 'WORKFLOW_COMPLETED' } });
    expect(lines.length).toBeGreaterThan(20);
    expect(new Set(lines.map(({ result }) => result.matchType))).toContain('EXACT');
    const pair = lines.find(({ pr, govt }) => pr !== null && govt !== null);
    expect(names(pair?.pr)).toEqual(names(DOCUMENT));
    expect(names(pair?.govt)).toEqual(names(GOVT));
    expect(names(pair?.result)).toEqual(names(RESULT));
    const { workflowId } = done.workflow;
    expect(await all(milaan.listResultDocuments({ workflowId, limit: 7 }))).toEqual(lines);
    const exact = await all(milaan.listResultDocuments({ workflowId, matchType: 'EXACT' }));
    expect(exact).toEqual(lines.filter(({ result }) => result.matchType === 'EXACT'));
    const suppliers = await all(done.suppliers());
    expect(names(suppliers[0])).toEqual(names(SUPPLIER));
    expect((await (await done.report()).arrayBuffer()).byteLength).toBeGreaterThan(5000);
    const [errors] = done.workflow.fileErrors;
    const rejected = await all(milaan.download(errors?.errorFileUrl ?? ''));
    expect(Buffer.concat(rejected).toString()).toContain('Error Message');
    expect((await all(milaan.workflowEvents(workflowId))).map(({ status }) => status)).toEqual(['WORKFLOW_COMPLETED']);
    expect((await all(milaan.listWorkflows({ pan: PAN }))).map((workflow) => workflow.workflowId)).toEqual([
      workflowId,
    ]);
    expect((await milaan.listHeldData({ pan: PAN })).items.length).toBeGreaterThan(2);
  });

  it('does a thing once for one key, and says that it has a workflow already', async () => {
    const input = { body: { userInputArgs: ARGS } };
    const first = await milaan.call('triggerWorkflow', input, { idempotencyKey: 'trigger-1' });
    const second = await milaan.call('triggerWorkflow', input, { idempotencyKey: 'trigger-1' });
    expect([first.isReplayed, second.isReplayed, second.status]).toEqual([false, true, 201]);
    expect(second.body.workflowId).toBe(first.body.workflowId);
    const other = await errorOf(milaan.triggerWorkflow(input).then(() => milaan.triggerWorkflow(input)));
    expect(other).toBeInstanceOf(ConflictError);
    if (other instanceof MilaanError && other.code === 'workflow_pending')
      expect(other.metadata).toMatchObject({ pan: PAN, workflowId: expect.stringMatching(/^wf_/) });
    await milaan.waitForWorkflow(first.body.workflowId);
  });

  it('can be told to stop', async () => {
    const { items } = await milaan.listWorkflows({ limit: 1 });
    await milaan.waitForWorkflow(items[0]?.workflowId ?? '');
    const { workflowId } = await milaan.triggerWorkflow({ body: { userInputArgs: ARGS } });
    const ended = await milaan
      .cancelWorkflow({ workflowId })
      .then(() => milaan.waitForWorkflow(workflowId))
      .catch((error: unknown) => error);
    if (ended instanceof MilaanError) expect(ended.code).toBe('task_finished');
    else expect(ended).toMatchObject({ status: 'WORKFLOW_FAILED', error: { code: 'workflow_cancelled' } });
  });

  it('takes in files and lines', async () => {
    const fileInfo = await milaan.upload(await register());
    const templateId = '60e5613ff71f4a7aeca4336b';
    const { activityId } = await milaan.ingestPurchaseFile({ body: { userInputArgs: { templateId }, fileInfo } });
    const ingestion = await milaan.waitForIngestion(activityId);
    expect(ingestion).toMatchObject({ status: 'ACTIVITY_COMPLETED', error: null });
    const bad = await errorOf(milaan.ingestPurchaseLines({ gstin: GSTIN, body: [{ documentNumber: 'A/1' }] }));
    expect(bad).toBeInstanceOf(InvalidRequestError);
    expect(bad).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ pointer: '/0/documentDate' })]),
    });
    const deleted = await milaan.deleteHeldData({ gstin: GSTIN, period: '102026', side: 'BOOKS' });
    expect(deleted).toBeTypeOf('object');
  });

  it('keeps settings by version, and configurations, webhooks and who did what', async () => {
    const { headers, body } = await milaan.call('getSettings', undefined);
    const ifMatch = headers.get('etag') ?? '';
    expect(await milaan.setSettings({ ifMatch, body: { ...body, tolerancePaise: 200 } })).toMatchObject({
      tolerancePaise: 200,
    });
    const late = await errorOf(milaan.setSettings({ ifMatch, body }));
    expect(late).toMatchObject({ name: 'ConflictError', code: 'version_mismatch' });
    expect(await errorOf(milaan.getConfig())).toBeInstanceOf(RequestFailedError);
    await milaan.setConfig({ body: RANGE });
    expect(await milaan.getConfig()).toMatchObject(RANGE);
    const hook = { url: 'https://hooks.example/milaan', events: ['workflow.completed' as const] };
    const { webhookId } = await milaan.createWebhook({ body: hook });
    expect((await all(milaan.listWebhooks())).map((webhook) => webhook.webhookId)).toEqual([webhookId]);
    expect(await milaan.getWebhook({ webhookId })).toMatchObject(hook);
    expect(await all(milaan.listWebhookDeliveries({ webhookId }))).toEqual([]);
    const nowhere = `whd_${'0'.repeat(26)}`;
    for (const call of [
      milaan.getWebhookDelivery({ deliveryId: nowhere }),
      milaan.replayWebhookDelivery({ deliveryId: nowhere }),
    ])
      expect(await errorOf(call)).toMatchObject({ code: 'resource_missing' });
    await milaan.deleteWebhook({ webhookId });
    expect((await all(milaan.listAuditEntries({ limit: 3 }))).length).toBeGreaterThan(3);
  });

  it('fails with the class that each code of the master belongs to', async () => {
    const sandbox = await clientOf('sandbox', 'A sandbox');
    const { codes } = await sandbox.listErrorCodes();
    const classes: Record<number, typeof MilaanError> = {
      400: InvalidRequestError,
      401: AuthenticationError,
      402: RequestFailedError,
      409: ConflictError,
      429: RateLimitError,
    };
    for (const { code, status, retryable } of codes) {
      const error = await errorOf(
        sandbox.getSettings({ headers: { 'x-milaan-simulate': code }, maxRetries: 0, longestWaitMs: 0 }),
      );
      expect(error).toBeInstanceOf(classes[status] ?? ServerError);
      expect(error).toMatchObject({
        code,
        status,
        retryable,
        requestId: expect.stringMatching(/^req_/),
        docsUrl: expect.stringContaining(code),
      });
    }
  });

  it('tells what became of a request, whether it worked or not', async () => {
    const { requestId } = await milaan.call('listWebhooks', {});
    const worked = await milaan.getRequest({ requestId: requestId ?? '' });
    expect(worked).toMatchObject({ requestId, operationId: 'listWebhooks', status: 200, code: null, errors: [] });
    const error = await errorOf(milaan.getWorkflow({ workflowId: `wf_${'0'.repeat(26)}` }));
    const failed = await milaan.getRequest({ requestId: (error as MilaanError).requestId ?? '' }); // what the SDK throws
    expect(failed).toMatchObject({
      path: OPERATIONS.getWorkflow.path,
      code: 'resource_missing',
      errors: [{ code: 'resource_missing', pointer: null, param: 'workflowId' }],
    });
  });

  it('has been asked for everything that the contract has', () =>
    expect(Object.keys(OPERATIONS).filter((id) => !called.has(id as OperationId))).toEqual([])); // the keys are the ids
});
