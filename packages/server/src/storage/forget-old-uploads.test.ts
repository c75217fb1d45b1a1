import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/test-server.ts';
import { forgetOldUploads } from './forget-old-uploads.ts';

let milaan: TestServer;
beforeAll(async () => {
  milaan = await createTestServer({ settings: { tokenLifetimeMs: null } });
});
afterAll(() => milaan.close());

it('files that nobody needs any more are forgotten after 30 days', async () => {
  const { db } = milaan.state;
  const { store } = milaan.server;
  const path = '/integration/v1/generatePreSign/purchase?fileName=register.csv';
  const headers = { filecontenttype: 'CSV' };
  await milaan.send('GET', path, { token: await milaan.newToken(), headers });
  const upload = await db.selectFrom('upload').selectAll().executeTakeFirstOrThrow();
  await store.put(upload.objectKey, Buffer.from('a register'));
  const now = () => new Date(milaan.clock.nowMs());
  expect(await forgetOldUploads(db, store, now())).toBe(0);
  expect(await store.head(upload.objectKey)).not.toBeNull();
  // More than are deleted in one round.
  const others = Array.from({ length: 1000 }, (_, at) => ({ ...upload, id: `old_${at}`, objectKey: `old/${at}` }));
  await db.insertInto('upload').values(others).execute();
  milaan.clock.advance(31 * 24 * 60 * 60 * 1000);
  expect(await forgetOldUploads(db, store, now())).toBe(1001);
  expect(await store.head(upload.objectKey)).toBeNull();
  expect(await db.selectFrom('upload').selectAll().execute()).toEqual([]);
});
