import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROOT } from '../support/milaan-process.ts';
import { type Served, serveClient } from '../support/milaan-server.ts';

// How connectors that were written for Max ITC speak: their calls, headers and bodies, and nothing of ours.

const SAMPLES = join(ROOT, 'packages/cli/samples');
const REGISTER = readFileSync(join(SAMPLES, 'purchases-aug-to-oct-2026.csv'));
const PORTAL_FILES = [
  'gstr2b-27AAACA1111A1ZS-092026.json',
  'gstr2b-27AAACA1111A1ZS-102026.json',
  'gstr2b-29AAACA1111A1ZO-102026.json',
];
const SYSTEM_TEMPLATE = '60e5613ff71f4a7aeca4336b';
const PAN = 'AAACA1111A';
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

// biome-ignore lint/suspicious/noExplicitAny: connectors read members by name and know no types
type Json = any;

const folder = mkdtempSync(join(tmpdir(), 'milaan-connectors-'));
let served: Served;
let token: string;

/** Comes back when a busy server says so, as every connector does. */
async function api(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<{ status: number; json: Json }> {
  const ask = async () => {
    const response = await fetch(`${served.url}/integration/${path}`, {
      method,
      headers: { 'x-cleartax-auth-token': token, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Json;
    return response.status === 503 ? null : { status: response.status, json };
  };
  return vi.waitUntil(ask, { interval: 1000, timeout: 30_000 });
}

/** Call 3 and 4: a place for the file, then the file. */
async function upload(
  content: Buffer,
  { name = 'purchase 1.csv', kind = 'purchase', form = 'CSV', type = 'application/vnd.ms-excel' } = {},
) {
  const { json } = await api('GET', `v1/generatePreSign/${kind}?fileName=${name.replaceAll(' ', '%20')}`, {
    fileContentType: form,
    'x-cleartax-orgunit': 'unit',
    'x-cleartax-user': 'CT_SAP',
  });
  expect(json).toMatchObject({ status: 'CREATED', errorCode: null, errorMessage: null });
  const put = await fetch(json.preSignedS3Url, {
    method: 'PUT',
    headers: { 'content-type': type, accept: 'application/json' },
    body: new Uint8Array(content),
  });
  expect(put.status).toBe(200);
  return json.preSignedS3Url as string;
}

/** Looks again and again, until a resource has ended. */
function ended(path: string, isEnded: (json: Json) => boolean): Promise<Json> {
  const look = async () => {
    const { status, json } = await api('GET', path, { 'content-type': 'application/json' });
    expect(status).toBe(200);
    return isEnded(json) ? json : null;
  };
  return vi.waitUntil(look, { interval: 250, timeout: 60_000 });
}

const workflowEnded = (workflowId: string) =>
  ended(`v1/maxItc/workflow/${workflowId}`, ({ status }) => /COMPLETED|FAILED/.test(status));

async function linesAt(url: string): Promise<Json[]> {
  const response = await fetch(url, { headers: { accept: 'application/x-gzip' } });
  expect(response.status).toBe(200);
  const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString();
  return JSON.parse(`[${text.trimEnd().split('\n').join(',')}]`);
}

const trigger = (fileList: readonly Json[], args: Json = {}) =>
  api(
    'POST',
    'v1/maxItc/triggerWorkflow',
    { 'content-type': 'application/json' },
    {
      fileList,
      userInputArgs: {
        gstins: [],
        pan: PAN,
        pullReturnPeriodEnd: '102026',
        pullReturnPeriodStart: '102026',
        reconReturnPeriodEnd: '102026',
        reconReturnPeriodStart: '082026',
        reconType: 'MAX_ITC_2B_PR',
        templateId: '7f9d3c1e-8a54-4a0b-9c1d-2f4b6a8e0d11',
        ...args,
      },
    },
  );

beforeAll(async () => {
  ({ served, token } = await serveClient(join(folder, 'data')));
}, 60_000);
afterAll(() => {
  served?.child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('existing connectors', () => {
  it('upload a register and portal files, trigger, wait, and read the results', async () => {
    const register = await upload(REGISTER);
    const portal = await Promise.all(
      PORTAL_FILES.map((name) =>
        upload(readFileSync(join(SAMPLES, 'gstr2b', name)), { name, kind: 'gstr2b', form: 'JSON', type: XLSX_TYPE }),
      ),
    );
    // A connector cuts the URL at its question mark.
    const fileList = [register, ...portal].map((url, i) => ({
      userFileName: i === 0 ? 'purchase 1.csv' : `2b-${i}.json`,
      s3FileUrl: url.slice(0, url.indexOf('?')),
    }));
    const { status, json } = await trigger(fileList);
    expect([status, json.status]).toEqual([201, 'WORKFLOW_CREATED']);
    const workflow = await workflowEnded(json.workflowId);
    expect(workflow).toMatchObject({ status: 'WORKFLOW_COMPLETED', reconStatus: { status: 'SUCCESS' }, error: null });

    const lines = await linesAt(workflow.reconStatus.reconResultsFileUrl);
    const suppliers = await linesAt(workflow.reconStatus.reconResultsVendorFileUrl);
    expect(lines.length).toBeGreaterThan(40);
    expect(suppliers.length).toBeGreaterThan(10);
    for (const line of lines) expect(Object.keys(line)).toEqual(expect.arrayContaining(['pr', 'govt', 'result']));
    // The sample register has two bad rows; they are reported, never dropped in silence.
    expect(workflow.fileErrors).toEqual([
      { inputFileName: 'purchase 1.csv', status: expect.any(String), errorFileUrl: expect.any(String) },
    ]);
    const errors = await (await fetch(workflow.fileErrors[0].errorFileUrl)).text();
    expect(errors).toContain('No. of Errors');
    expect(await api('GET', `v1/maxItc/results/${json.workflowId}`)).toMatchObject({ status: 200 });
  }, 120_000);

  it('get the same results from what is held, and are told when one is pending', async () => {
    const first = await trigger([]);
    const second = await trigger([]);
    expect(first.status).toBe(201);
    expect(second).toMatchObject({
      status: 409,
      json: { code: 'workflow_pending', metadata: { workflowId: first.json.workflowId } },
    });
    expect((await workflowEnded(first.json.workflowId)).status).toBe('WORKFLOW_COMPLETED');
  }, 120_000);

  it('ingest a register alone and follow it', async () => {
    const url = await upload(REGISTER, { form: 'XLS' });
    const { status, json } = await api(
      'POST',
      'v1/ingest/file/purchase',
      { 'content-type': 'application/json' },
      {
        userInputArgs: { gstins: [], templateId: SYSTEM_TEMPLATE },
        fileInfo: { s3FileUrl: url, userFileName: 'bills.csv' },
      },
    );
    expect(status).toBe(201);
    const activity = await ended(
      `v1/ingest/file/purchase/status/${json.activityId}?tenant=MAXITC`,
      (one) => !/CREATED|QUEUED/.test(one.status),
    );
    expect(activity).toMatchObject({ activityId: json.activityId, status: 'ACTIVITY_COMPLETED' });
    expect(activity.processingStats.map(({ gstin }: Json) => gstin).sort()).toEqual([
      '27AAACA1111A1ZS',
      '29AAACA1111A1ZO',
    ]);
    expect(activity.fileError.errorFileUrl).toMatch(/^http/);
  }, 60_000);

  it('post lines as SAP does, all or none', async () => {
    const line = {
      documentType: 'Invoice',
      documentDate: '2026/10/05',
      documentNumber: 'SAP/1',
      itcClaimType: 'INPUT',
      isBillOfSupply: 'N',
      isReverseCharge: 'N',
      isDocumentCancelled: 'N',
      importType: '',
      importBillNumber: '',
      importBillDate: '2026/10/05',
      supplierGstin: '29AAGCB7383J1Z4',
      supplierName: 'Acme',
      customerGstin: '27AAACA1111A1ZS',
      placeOfSupply: '',
      itemQuantity: 10,
      itemDiscount: '0.00',
      itemTaxableAmount: 1000,
      igstRate: 18,
      igstAmount: 180,
      documentTotalAmount: 1180,
    };
    const post = (jsonRecords: readonly Json[]) =>
      api(
        'POST',
        'v2/ingest/json/purchase?tenant=MAXITC',
        {
          'content-type': 'application/json',
          'x-cleartax-gstin': '27AAACA1111A1ZS',
          requestid: 'X',
          authorization: '',
        },
        { userInputArgs: { templateId: SYSTEM_TEMPLATE, settings: { ignoreHsnValidation: true } }, jsonRecords },
      );
    expect(await post([line])).toMatchObject({
      status: 200,
      json: { gstinStats: [{ gstin: '27AAACA1111A1ZS', totalDocumentCount: 1, validRows: 1, invalidRows: 0 }] },
    });
    const refused = await post([line, { ...line, documentNumber: 'SAP/2', documentDate: 'soon' }]);
    expect(refused).toMatchObject({ status: 400, json: { code: 'parameter_invalid' } });
    expect(refused.json.errors).toMatchObject([{ pointer: '/jsonRecords/1/documentDate' }]);
  }, 60_000);
});
