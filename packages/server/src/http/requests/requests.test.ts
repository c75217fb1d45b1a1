import { inflateRawSync } from 'node:zlib';
import { LIMITS } from '@milaan/contract';
import { expect } from 'vitest';
import { forgetOldRequestBlocks } from '../../state/request-blocks.ts';
import { GET_CONFIG, REQUESTS, SET_CONFIG, SETTINGS, TOKEN } from '../../testing/api.ts';
import { onBothDatabases } from '../../testing/on-both-databases.ts';
import type { Judged } from '../../testing/test-server.ts';

const idOf = ({ headers }: Judged): string => headers['request-id'] ?? '';
const MISSING = { status: 400, code: 'resource_missing', json: { param: 'requestId' } };
/** Nobody waits for a request that is older. */
const OLD_MS = 180_000;

onBothDatabases('what became of a request', (server, test) => {
  const read = (token: string, requestId: string) => server().send('GET', `${REQUESTS}/${requestId}`, { token });
  const set = (token: string, body: unknown, headers: Record<string, string> = {}) =>
    server().send('POST', SET_CONFIG, { token, body, headers });
  const written = () => server().server.requests.flush();
  const rowsOf = (workspaceId: string) =>
    server().state.db.selectFrom('requestBlock').selectAll().where('workspaceId', '=', workspaceId).execute();

  test('that worked: when, where to and how long, at once and once it is written', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    const answer = await set(token, SETTINGS, { 'x-request-id': 'erp-7' });
    const known = await read(token, idOf(answer));
    expect(known).toMatchObject({ status: 200 });
    expect(known.json).toEqual({
      requestId: idOf(answer),
      receivedAt: new Date(server().clock.nowMs()).toISOString(),
      durationMs: expect.any(Number),
      method: 'POST',
      operationId: 'setConfig',
      path: SET_CONFIG,
      status: 200,
      code: null,
      title: null,
      type: null,
      retryable: null,
      retryAfterMs: null,
      errors: [],
      callerRequestId: 'erp-7',
      clientId: client.id,
      isSimulated: false,
      originalRequest: null,
    });
    await written();
    expect((await read(token, idOf(answer))).json).toEqual(known.json);
  });

  test('that failed: its code and every field at fault, not what was in them', async () => {
    const token = await server().newToken();
    const answer = await set(token, { ...SETTINGS, pullReturnPeriodStart: '4711', reconType: 'MAX_ITC_9Z' });
    const { code, title, type, status, retryable, errors } = answer.json;
    const faults = (errors as Record<string, unknown>[]).map(({ detail: _, ...where }) => where); // the contract's Fault
    expect(faults).toHaveLength(2);
    await written();
    const { json, body } = await read(token, idOf(answer));
    expect(json).toMatchObject({ code, title, type, status, retryable, retryAfterMs: null, errors: faults });
    expect(body).not.toMatch(/"4711|ITC_9Z/);
    expect(answer.json.instance).toBe(`${REQUESTS}/${idOf(answer)}`);
  });

  test('that named one parameter: its path without the id in it', async () => {
    const token = await server().newToken();
    const workflowId = `wf_${'0'.repeat(26)}`;
    const answer = await server().send('GET', `/integration/v1/maxItc/workflow/${workflowId}?wait=0`, { token });
    const { json, body } = await read(token, idOf(answer));
    expect(json).toMatchObject({
      path: '/integration/v1/maxItc/workflow/{workflowId}',
      errors: [{ code: 'resource_missing', pointer: null, param: 'workflowId' }],
    });
    expect(body).not.toContain(workflowId);
  });

  test('that was a replay: which request did it', async () => {
    const token = await server().newToken();
    const [first, again] = [1, 2].map(() => () => set(token, SETTINGS, { 'idempotency-key': 'once' }));
    const [original, replay] = [await first?.(), await again?.()];
    if (original === undefined || replay === undefined) throw new Error('Both were sent.');
    expect((await read(token, idOf(replay))).json).toMatchObject({ status: 200, originalRequest: idOf(original) });
    expect((await read(token, idOf(original))).json).toMatchObject({ originalRequest: null });
  });

  test('that was simulated', async () => {
    const token = await server().newToken({ mode: 'sandbox' });
    const headers = { 'x-milaan-simulate': 'queue_full' };
    const answer = await server().send('GET', GET_CONFIG, { token, headers });
    const { retryAfterMs } = answer.json;
    expect(retryAfterMs).toBeGreaterThan(0);
    const told = { isSimulated: true, code: 'queue_full', retryable: true, retryAfterMs };
    expect((await read(token, idOf(answer))).json).toMatchObject(told);
  });

  test('that asked for a token, or for a request', async () => {
    const client = await server().newClient();
    const first = await server().send('GET', TOKEN, { headers: { 'x-clear-client-secret': client.secret } });
    const token = String(first.json.access_token);
    const told = await read(token, idOf(first));
    expect(told.json).toMatchObject({ operationId: 'getAuthToken', path: TOKEN, clientId: client.id });
    expect((await read(token, idOf(told))).json).toMatchObject({ operationId: 'getRequest', status: 200 });
  });

  test('is for every token of its workspace, whatever else that may do, and for no other', async () => {
    const answer = await set(await server().newToken({ workspace: 'asking' }), SETTINGS);
    const narrow = await server().newToken({ workspace: 'asking', scopes: ['config:write'], pans: ['AAPFU0939F'] });
    expect((await read(narrow, idOf(answer))).status).toBe(200);
    const other = await server().newToken();
    server().clock.advance(OLD_MS);
    expect(await read(other, idOf(answer))).toMatchObject(MISSING);
    await written();
    expect(await read(other, idOf(answer))).toMatchObject(MISSING);
  });

  test('is unknown of what nobody made, will make, or had no good token', async () => {
    const token = await server().newToken();
    const refused = await server().send('GET', GET_CONFIG, { token: `${token.slice(0, -4)}AAAA` });
    const elsewhere = await server().send('GET', '/integration/v1/nothing', { token });
    server().clock.advance(OLD_MS);
    const zeros = '0'.repeat(26);
    for (const id of [
      idOf(refused),
      idOf(elsewhere),
      `req_${zeros}`,
      `req_7${zeros.slice(1)}`,
      `req_${'Z'.repeat(26)}`,
    ])
      expect([id, await read(token, id)]).toMatchObject([id, MISSING]);
    for (const id of ['req_1', zeros, `wf_${zeros}`, `req_${zeros}0`])
      expect(await read(token, id)).toMatchObject({ code: 'parameter_invalid', json: { param: 'requestId' } });
  });

  test('is found by the moment it came, however late it was answered', async () => {
    const client = await server().newClient({ mode: 'sandbox' });
    const token = await server().tokenOf(client);
    // On Postgres the places of the workspace are held by sleepers of their own.
    await set(token, SETTINGS);
    const { sleepers } = server().clock;
    const receivedAt = new Date(server().clock.nowMs()).toISOString();
    const slow = server().send('GET', GET_CONFIG, { token, headers: { 'x-milaan-simulate': 'latency=25000' } });
    await expect.poll(() => server().clock.sleepers).toBeGreaterThan(sleepers);
    server().clock.advance(25_000);
    const answer = await slow;
    await written();
    expect((await read(token, idOf(answer))).json).toMatchObject({ receivedAt, isSimulated: true });
  });

  test('is found on both sides of the border between two windows', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    await written();
    const before = (await rowsOf(client.workspaceId)).length;
    const { clock } = server();
    clock.advance(10_000 - (clock.nowMs() % 10_000) - 1);
    const last = await set(token, SETTINGS);
    clock.advance(1);
    const first = await set(token, SETTINGS);
    await written();
    expect(await rowsOf(client.workspaceId)).toHaveLength(before + 2);
    for (const answer of [last, first]) expect((await read(token, idOf(answer))).status).toBe(200);
  });

  test('is there while the database does not take it, and the request hears nothing of that', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    await written();
    const { schema } = server().state.db;
    await schema.alterTable('requestBlock').renameTo('requestBlockAway').execute();
    const answer = await set(token, SETTINGS);
    await written();
    const known = await read(token, idOf(answer));
    await schema.alterTable('requestBlockAway').renameTo('requestBlock').execute();
    expect([answer.status, known.status]).toEqual([200, 200]);
    await written();
    expect((await read(token, idOf(answer))).json).toEqual(known.json);
    expect(await server().server.metrics.text()).toContain('milaan_request_records_dropped_total 0');
  });

  test('holds no secret and nothing that was sent', async () => {
    const client = await server().newClient();
    const token = await server().tokenOf(client);
    const { secret, workspaceId } = client;
    const CREDENTIALS = [secret, token];
    await set(token, { ...SETTINGS, pan: 'ZZZZZ9999Z', userEmail: 'someone@company.example' });
    await set(token, { ...SETTINGS, reconType: 'value of a body', [secret]: 1 });
    await set(token, SETTINGS, { 'idempotency-key': 'key-of-a-caller' });
    await set(token, '{"broken value"');
    await server().send('GET', `${GET_CONFIG}?${token}=1&pan=27ABCDE1234F1Z0`, { token });
    await server().send('GET', `/integration/v1/maxItc/results/${encodeURIComponent(secret)}`, { token });
    await written();
    const rows = await rowsOf(workspaceId);
    const stored = rows.map(({ entries }) => inflateRawSync(entries).toString()).join('\n');
    expect(stored.match(/"requestId"/g)?.length).toBeGreaterThanOrEqual(7);
    const sent = ['ZZZZZ9999Z', 'company.example', 'value of', 'key-of', 'broken', '27ABCDE', ...CREDENTIALS];
    for (const text of [...sent, ...CREDENTIALS.map((credential) => credential.slice(-43))])
      expect(stored).not.toContain(text);
    expect(stored).toContain('"parameter_unknown"');
  });

  test('is kept for 30 days', async () => {
    const client = await server().newClient();
    const answer = await set(await server().tokenOf(client), SETTINGS);
    await written();
    const { clock, state } = server();
    clock.advance(LIMITS.requestKeptMs);
    await forgetOldRequestBlocks(state.db, new Date(clock.nowMs()));
    const later = await server().tokenOf(client);
    expect((await read(later, idOf(answer))).status).toBe(200);
    clock.advance(1);
    expect(await read(later, idOf(answer))).toMatchObject(MISSING);
    expect(await rowsOf(client.workspaceId)).toHaveLength(1);
    expect(await forgetOldRequestBlocks(state.db, new Date(clock.nowMs()))).toBeGreaterThanOrEqual(1);
    expect(await rowsOf(client.workspaceId)).toEqual([]);
  });
});
