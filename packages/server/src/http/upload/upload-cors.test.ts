import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';

const PAGE = 'https://app.example';
let milaan: TestServer;
beforeAll(async () => {
  milaan = await createTestServer({ corsOrigins: [PAGE] });
});
afterAll(() => milaan.close());

it('a page of an allowed site may upload and download; one of another site may not', async () => {
  const token = await milaan.newToken();
  const path = '/integration/v1/generatePreSign/purchase?fileName=a.csv';
  const { json } = await milaan.send('GET', path, { token, headers: { filecontenttype: 'CSV', origin: PAGE } });
  const url = new URL(String(json.preSignedS3Url));
  const target = url.pathname + url.search;
  const asking = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' };
  const preflight = await milaan.send('OPTIONS', target, { headers: { ...asking, origin: PAGE } });
  expect(preflight.headers['access-control-allow-origin']).toBe(PAGE);
  expect(preflight.headers['access-control-allow-methods']).toContain('PUT');
  expect(preflight.headers['access-control-allow-headers']).toContain('content-type');
  const uploaded = await milaan.send('PUT', target, {
    body: 'a',
    headers: { origin: PAGE, 'content-type': 'text/csv' },
  });
  expect(uploaded).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': PAGE } });
  const elsewhere = await milaan.send('OPTIONS', target, { headers: { ...asking, origin: 'https://evil.example' } });
  expect(elsewhere.headers['access-control-allow-origin']).toBeUndefined();
});
