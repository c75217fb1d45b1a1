import { LIMITS } from '@milaan/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';

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
