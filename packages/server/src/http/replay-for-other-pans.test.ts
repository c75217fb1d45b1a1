import { afterAll, beforeAll, expect, it } from 'vitest';
import { SET_CONFIG, SETTINGS } from '../testing/api.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

const [OWN_PAN, OTHER_PAN] = ['AAPFU0939F', 'ABCDE1234F'];

let milaan: TestServer;
beforeAll(async () => {
  milaan = await createTestServer();
});
afterAll(() => milaan.close());

const set = (token: string, key: string, pan: string) =>
  milaan.send('POST', SET_CONFIG, {
    token,
    body: { ...SETTINGS, pan },
    headers: { 'idempotency-key': key },
  });

it('a replay gives nobody what is of a PAN that the token does not cover', async () => {
  const workspace = 'of several PANs';
  const all = await milaan.newToken({ workspace });
  const limited = await milaan.newToken({ workspace, pans: [OWN_PAN] });
  expect((await set(all, 'same', OTHER_PAN)).status).toBe(200);
  expect(await set(limited, 'same', OTHER_PAN)).toMatchObject({ status: 400, code: 'idempotency_key_reused' });
  expect(await set(limited, 'own', OTHER_PAN)).toMatchObject({ status: 401, code: 'scope_insufficient' });
});

it('a client of some PANs replays what it did itself, also with its next token', async () => {
  const client = await milaan.newClient({ pans: [OWN_PAN] });
  const first = await set(await milaan.tokenOf(client), 'mine', OWN_PAN);
  const again = await set(await milaan.tokenOf(client), 'mine', OWN_PAN);
  expect(again).toMatchObject({ status: 200, body: first.body, headers: { 'idempotent-replayed': 'true' } });
});
