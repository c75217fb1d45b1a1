import { afterAll, beforeAll, expect, it } from 'vitest';
import { SET_CONFIG, SETTINGS } from '../testing/api.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

let milaan: TestServer;
let token: string;
beforeAll(async () => {
  milaan = await createTestServer();
  token = await milaan.newToken();
});
afterAll(() => milaan.close());

const setWith = (contentType: string) =>
  milaan.send('POST', SET_CONFIG, {
    token,
    body: Buffer.from(JSON.stringify(SETTINGS)),
    headers: { 'content-type': contentType },
  });

it.each([
  'application/json',
  'Application/JSON',
  'application/json;charset=UTF-8',
  'application/json ; charset="utf8";',
  'application/json; odata.metadata=minimal',
  'application/json;IEEE754Compatible=true;charset=utf-8',
  'application/json; charset=utf-8; profile="x; y"',
])('reads JSON that is called %s', async (contentType) => {
  expect((await setWith(contentType)).status).toBe(200);
});

it('takes an empty Content-Encoding, as an unset variable leaves it, for none', async () => {
  const headers = { 'content-encoding': '' };
  expect((await milaan.send('POST', SET_CONFIG, { token, body: SETTINGS, headers })).status).toBe(200);
});

it.each([
  ['', 'application/json'],
  ['text/json', 'application/json'],
  ['application/json2', 'application/json'],
  ['application/json, application/json', 'application/json'],
  ['application/json; charset=utf-16', 'application/json in UTF-8'],
  ['application/json; odata=verbose; charset="iso-8859-1"', 'application/json in UTF-8'],
])('does not read what is called %j, and says what it reads', async (contentType, supported) => {
  expect(await setWith(contentType)).toMatchObject({
    code: 'media_type_unsupported',
    json: { param: 'content-type', metadata: { supported } },
  });
});
