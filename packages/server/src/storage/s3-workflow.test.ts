import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestS3, type TestS3 } from '../testing/test-s3.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

const SAMPLES = fileURLToPath(new URL('../../../cli/samples/', import.meta.url));
const STATEMENTS = ['27AAACA1111A1ZS-102026', '29AAACA1111A1ZO-102026'];
const PERIOD = '102026';
/** Real jobs in processes of their own, on a machine that may be busy. */
const PATIENCE = { timeout: 90_000, interval: 100 };

let s3: TestS3;
let milaan: TestServer;
beforeAll(async () => {
  s3 = await startTestS3();
  milaan = await createTestServer({ storage: { kind: 's3', ...s3.settings }, runsWorkflows: true });
  // URLs of S3 are judged by its own clock.
  milaan.clock.advance(Date.now() - milaan.clock.nowMs());
}, 60_000);
afterAll(async () => {
  await milaan?.close();
  await s3?.stop();
});

it('a reconciliation goes from S3 to S3: files up, results down, none of them through the server', async () => {
  const token = await milaan.newToken();
  const upload = async (path: string, name: string, type: string) => {
    const generate = `/integration/v1/generatePreSign/purchase?fileName=${name}`;
    const { json } = await milaan.send('GET', generate, { token, headers: { filecontenttype: type } });
    const url = String(json.preSignedS3Url);
    expect(url.startsWith(`${s3.settings.endpoint}/milaan/uploads/`)).toBe(true);
    const put = await fetch(url, {
      method: 'PUT',
      body: new Uint8Array(readFileSync(path)),
      headers: { 'content-type': 'text/csv' },
    });
    expect(put.status).toBe(200);
    // Some connectors name the file without the query of its URL.
    return { s3FileUrl: url.slice(0, url.indexOf('?')), userFileName: name };
  };
  const fileList = [await upload(`${SAMPLES}purchases-aug-to-oct-2026.csv`, 'register.csv', 'CSV')];
  for (const name of STATEMENTS)
    fileList.push(await upload(`${SAMPLES}gstr2b/gstr2b-${name}.json`, 'gstr2b.json', 'JSON'));
  const range = {
    pullReturnPeriodStart: PERIOD,
    pullReturnPeriodEnd: PERIOD,
    reconReturnPeriodStart: PERIOD,
    reconReturnPeriodEnd: PERIOD,
  };
  const body = { fileList, userInputArgs: { pan: 'AAACA1111A', ...range } };
  const triggered = await milaan.send('POST', '/integration/v1/maxItc/triggerWorkflow', { token, body });
  expect(triggered.status).toBe(201);
  const path = `/integration/v1/maxItc/workflow/${triggered.json.workflowId}`;
  const read = async () => (await milaan.send('GET', path, { token })).json;
  await expect.poll(async () => (await read()).endedAt, PATIENCE).not.toBeNull();
  const workflow = await read();
  expect(workflow).toMatchObject({ status: 'WORKFLOW_COMPLETED', error: null });
  const { reconResultsFileUrl } = workflow.reconStatus as { reconResultsFileUrl: string }; // the contract's Workflow
  const download = await fetch(reconResultsFileUrl);
  expect(download.headers.get('content-disposition')).toContain('results.jsonl.gz');
  const lines = gunzipSync(Buffer.from(await download.arrayBuffer()))
    .toString()
    .trim()
    .split('\n');
  expect(lines.length).toBeGreaterThan(10);
}, 120_000);
