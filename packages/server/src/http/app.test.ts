import { ERROR_CODES } from '@milaan/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CODES, GET_CONFIG, SET_CONFIG, SETTINGS, TOKEN } from '../testing/api.ts';
import { createTestServer, type TestServer } from '../testing/test-server.ts';

let milaan: TestServer;
beforeAll(async () => {
  milaan = await createTestServer();
});
afterAll(() => milaan.close());

describe('a first day', () => {
  it('gets a token, finds no configuration, stores one, and reads it', async () => {
    const token = await milaan.newToken();
    expect(await milaan.send('GET', GET_CONFIG, { token })).toMatchObject({
      status: 402,
      code: 'configuration_missing',
    });
    const stored = await milaan.send('POST', SET_CONFIG, { token, body: SETTINGS });
    expect(stored).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    const found = await milaan.send('GET', GET_CONFIG, { token });
    expect(found).toMatchObject({ status: 200, body: stored.body, headers: { etag: '"1"' } });
    const again = await milaan.send('POST', SET_CONFIG, { token, body: found.json });
    expect(again).toMatchObject({ status: 200, body: stored.body });
  });

  it('takes the token as a Bearer too', async () => {
    const authorization = `Bearer ${await milaan.newToken()}`;
    expect((await milaan.send('GET', GET_CONFIG, { headers: { authorization } })).status).toBe(402);
  });

  it.each([
    ['an Authorization that says nothing', '', 402],
    ['an Authorization of another scheme', 'Basic bWU6aXQ=', 402],
    ['another Bearer', 'Bearer mat_x', 401],
  ])('takes the token beside %s', async (_, authorization, status) => {
    const token = await milaan.newToken();
    expect((await milaan.send('GET', GET_CONFIG, { token, headers: { authorization } })).status).toBe(status);
  });

  it.each([
    ['nothing', {}, 'token_missing'],
    ['an empty header, as an unset variable leaves it', { 'x-cleartax-auth-token': '' }, 'token_missing'],
    ['a Bearer without a token', { authorization: 'Bearer ' }, 'token_missing'],
    ['another scheme', { authorization: 'Basic bWU6aXQ=' }, 'token_missing'],
    ['two words', { authorization: 'Bearer two words' }, 'token_invalid'],
    ['a token without the word Bearer', { authorization: 'mat_live_x' }, 'token_invalid'],
  ])('tells who sends %s whether a token lacks or is wrong', async (_, headers, code) => {
    expect(await milaan.send('GET', GET_CONFIG, { headers })).toMatchObject({ status: 401, code });
  });

  it.each([
    ['a Bearer in our own header', (token: string) => `Bearer ${token}`, 'the token alone'],
    ['a token in quotation marks', (token: string) => `"${token}"`, 'quotation marks'],
    ['the header twice', (token: string) => `${token}, ${token}`, 'more than once'],
    [
      'a client secret',
      () => 'mcs_live_x',
      'a client secret; get a token with it from GET /integration/v1/authz/token',
    ],
    ['a token in two lines', (token: string) => `${token.slice(0, 20)} ${token.slice(20)}`, 'white space'],
    ['half a token', (token: string) => token.slice(0, 20), 'cut off'],
    ['anything', () => 'hello', 'the form of a token'],
    ['the token of nobody', (token: string) => `${token.slice(0, -4)}AAAA`, 'gave out no such token'],
  ])('tells who sends %s what is wrong with it, and repeats nothing of it', async (_, textOf, reason) => {
    const token = await milaan.newToken();
    const { code, body, json } = await milaan.send('GET', GET_CONFIG, { token: textOf(token) });
    expect([code, json.metadata]).toEqual(['token_invalid', { reason: expect.stringContaining(reason) }]);
    expect(body).not.toContain(token.slice(20));
  });

  it.each([
    ['nothing', '', 'is missing or empty'],
    ['a token', 'mat_live_x', 'it is an auth token'],
    ['half a secret', 'mcs_live_x', 'cut off'],
    ['the secret of nobody', `mcs_live_${'0'.repeat(26)}_${'A'.repeat(43)}`, 'no active client has it'],
  ])('tells who sends %s as the client secret what is wrong with it', async (_, secret, reason) => {
    const answer = await milaan.send('GET', TOKEN, { headers: { 'x-clear-client-secret': secret } });
    expect(answer).toMatchObject({
      status: 401,
      code: 'client_secret_invalid',
      json: { metadata: { reason: expect.stringContaining(reason) } },
    });
  });

  it.each([
    ['/integration/v1/config/get/', 'perhaps /integration/v1/config/get is meant'],
    ['/integration/v1/nothing', 'all paths are listed at /docs/api'],
  ])('tells who asks for %s where to look', async (path, hint) => {
    expect(await milaan.send('GET', path)).toMatchObject({ code: 'route_unknown', json: { metadata: { hint } } });
  });

  it('passes over an empty header beside a Bearer', async () => {
    const headers = { 'x-cleartax-auth-token': '', authorization: `Bearer ${await milaan.newToken()}` };
    expect((await milaan.send('GET', GET_CONFIG, { headers })).status).toBe(402);
  });

  it('reads the master without a token', async () => {
    const { status, json } = await milaan.send('GET', CODES);
    expect(status).toBe(200);
    expect((json.codes as { code: string }[]).map(({ code }) => code)).toEqual(ERROR_CODES);
  });

  it('is given no token by HEAD, and keeps the one it has', async () => {
    const client = await milaan.newClient();
    const token = await milaan.tokenOf(client);
    const headers = { 'x-clear-client-secret': client.secret };
    const { status, body, headers: told } = await milaan.send('HEAD', TOKEN, { headers });
    expect([status, body, told['content-length']]).toEqual([200, '', undefined]);
    expect(await milaan.send('HEAD', TOKEN, { headers: { 'x-clear-client-secret': 'x' } })).toMatchObject({
      status: 401,
    });
    expect((await milaan.send('GET', GET_CONFIG, { token })).code).toBe('configuration_missing');
  });

  it('gets the same by HEAD as by GET, without the body', async () => {
    expect(await milaan.send('HEAD', CODES)).toMatchObject({ status: 200, body: '' });
    expect(await milaan.send('HEAD', GET_CONFIG)).toMatchObject({ status: 401, body: '' });
  });

  it('is told what a path can do', async () => {
    expect(await milaan.send('OPTIONS', SET_CONFIG)).toMatchObject({
      status: 200,
      headers: { allow: 'POST, OPTIONS' },
    });
    expect(await milaan.send('DELETE', GET_CONFIG)).toMatchObject({
      code: 'method_not_allowed',
      headers: { allow: 'GET, HEAD, OPTIONS' },
    });
  });
});
