import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishIngestion } from '../../state/ingestions.ts';
import { createTestServer, type TestServer } from '../../testing/test-server.ts';

const V1 = '/integration/v1';

let milaan: TestServer;
let token: string;
beforeAll(async () => {
  milaan = await createTestServer();
  token = await milaan.newToken();
});
afterAll(() => milaan.close());

async function accepted(): Promise<string> {
  const headers = { filecontenttype: 'CSV' };
  const { json } = await milaan.send('GET', `${V1}/generatePreSign/purchase?fileName=a.csv`, { token, headers });
  const url = new URL(String(json.preSignedS3Url));
  await milaan.send('PUT', url.pathname + url.search, { body: Buffer.from('a') });
  const fileInfo = { s3FileUrl: url.href, userFileName: 'a.csv' };
  const created = await milaan.send('POST', `${V1}/ingest/file/purchase`, {
    token,
    body: { userInputArgs: {}, fileInfo },
  });
  return String(created.json.activityId);
}
const look = (id: string, wait: number) =>
  milaan.send('GET', `${V1}/ingest/file/purchase/status/${id}?tenant=MAXITC&wait=${wait}`, { token });
it('an ingestion is waited for as long as the caller says', async () => {
  const id = await accepted();
  const sleepers = milaan.clock.sleepers;
  const answer = look(id, 20);
  await expect.poll(() => milaan.clock.sleepers).toBeGreaterThan(sleepers);
  const end = { status: 'ACTIVITY_COMPLETED', stats: [], fileError: null, error: null } as const;
  await finishIngestion(milaan.state.db, id, { ...end, at: new Date(milaan.clock.nowMs()) });
  milaan.clock.advance(300);
  expect(await answer).toMatchObject({ status: 200, json: { status: 'ACTIVITY_COMPLETED' } });
});

it('an ingestion that does not end in time is shown as it is', async () => {
  const id = await accepted();
  const sleepers = milaan.clock.sleepers;
  const answer = look(id, 2);
  await expect.poll(() => milaan.clock.sleepers).toBeGreaterThan(sleepers);
  milaan.clock.advance(2000);
  expect(await answer).toMatchObject({
    json: { status: 'ACTIVITY_CREATED' },
    headers: { 'retry-after': expect.any(String) },
  });
  expect((await look(id, 31)).code).toBe('parameter_invalid');
});
