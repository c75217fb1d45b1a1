import { LIMITS } from '@milaan/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { JobFailed } from '../../jobs/job-failures.ts';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';
import { createApp } from '../app.ts';

const OWN = '27AAPFU0939F1ZV';

let milaan: TestServer;
let token: string;
beforeAll(async () => {
  milaan = await createTestServer();
  token = await milaan.newToken();
});
afterAll(() => milaan.close());

const ingest = (lines: readonly Record<string, unknown>[]) =>
  milaan.send('POST', '/integration/v2/ingest/json/purchase', {
    token,
    body: { jsonRecords: lines },
    headers: { 'x-cleartax-gstin': OWN },
  });

it('says in sentences what is wrong with a line, and what it lacks', async () => {
  const { status, json } = await ingest([{ documentType: 'bill of fare', documentNumber: '7', documentDate: 'soon' }]);
  expect(status).toBe(400);
  expect(json.errors).toEqual([
    {
      code: 'parameter_invalid',
      pointer: '/jsonRecords/0/documentType',
      param: 'jsonRecords[0].documentType',
      detail: expect.stringMatching(
        /^The parameter jsonRecords\[0\]\.documentType is invalid: "bill of fare" is not a /,
      ),
    },
    {
      code: 'parameter_invalid',
      pointer: '/jsonRecords/0/documentDate',
      param: 'jsonRecords[0].documentDate',
      detail: expect.stringContaining('is invalid: "soon" is not a date'),
    },
    {
      code: 'parameter_missing',
      pointer: '/jsonRecords/0/itemTaxableAmount',
      param: 'jsonRecords[0].itemTaxableAmount',
      detail: 'The required parameter jsonRecords[0].itemTaxableAmount is missing.',
    },
  ]);
});

it('counts all faults, also those that it does not list', async () => {
  const { json } = await ingest(Array.from({ length: LIMITS.faults }, () => ({ documentType: 'x' })));
  expect(json.errors).toHaveLength(LIMITS.faults);
  const { faultCount } = Object(json.metadata);
  expect(faultCount).toBeGreaterThan(LIMITS.faults);
  expect(json.detail).toContain(`The request has ${faultCount} faults`);
});

it.each([
  ['has none left for a job', new JobFailed('DISK_FULL', '', undefined)],
  ['has none left for its files', Object.assign(new Error('no space left on device, mkdir'), { code: 'ENOSPC' })],
])('a disk without room is no defect: one that %s', async (_, full) => {
  const { server } = milaan;
  const app = createApp({ ...server, jobs: { ...server.jobs, run: () => Promise.reject(full) } }, []);
  const answer = await app.fetch(
    new Request('http://milaan.test/integration/v2/ingest/json/purchase', {
      method: 'POST',
      headers: { 'x-cleartax-auth-token': token, 'x-cleartax-gstin': OWN, 'content-type': 'application/json' },
      body: JSON.stringify([{ documentType: 'invoice' }]),
    }),
  );
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(await answer.json()).toMatchObject({ code: 'storage_unavailable' });
});
