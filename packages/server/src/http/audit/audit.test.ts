import { expect } from 'vitest';
import { SET_CONFIG, SETTINGS } from '../../testing/api.ts';
import { onBothDatabases } from '../../testing/on-both-databases.ts';

const LOG = '/integration/v1/auditLog';

onBothDatabases('the audit log', (server, test) => {
  const read = async (token: string, query = '') => {
    const answer = await server().send('GET', `${LOG}${query}`, { token });
    expect(answer.status).toBe(200);
    return answer.json as { items: Record<string, unknown>[]; nextCursor: string | null };
  };

  test('says who did what, when, in which request', async () => {
    const client = await server().newClient({ name: 'SAP of Pune' });
    const token = await server().tokenOf(client);
    const stored = await server().send('POST', SET_CONFIG, { token, body: { ...SETTINGS, pan: 'ABCDE1234F' } });
    expect(stored.status).toBe(200);
    const { items } = await read(token);
    expect(items).toEqual([
      {
        auditEntryId: expect.stringMatching(/^aud_/),
        at: new Date(server().clock.nowMs()).toISOString(),
        action: 'config.set',
        clientId: client.id,
        clientName: 'SAP of Pune',
        requestId: stored.headers['request-id'],
        subjectId: 'ABCDE1234F',
        facts: { version: 1 },
      },
    ]);
  });

  test('holds what had an effect and nothing else', async () => {
    const token = await server().newToken();
    const set = (headers: Record<string, string>) =>
      server().send('POST', SET_CONFIG, { token, body: SETTINGS, headers });
    await set({ 'if-match': '"5"' });
    expect((await read(token)).items).toEqual([]);
    await set({ 'idempotency-key': 'once' });
    await set({ 'idempotency-key': 'once' });
    expect((await read(token)).items).toHaveLength(1);
  });

  test('is read in pages and from a moment on', async () => {
    const token = await server().newToken();
    const versions = async (query: string) =>
      (await read(token, query)).items.map(({ facts }) => (facts as { version: number }).version); // as it was recorded
    for (let i = 0; i < 3; i++) {
      await server().send('POST', SET_CONFIG, { token, body: SETTINGS });
      server().clock.advance(1000);
    }
    expect(await versions('')).toEqual([3, 2, 1]);
    const first = await read(token, '?limit=2');
    expect(await versions(`?cursor=${first.nextCursor}`)).toEqual([1]);
    const since = new Date(server().clock.nowMs() - 2000).toISOString();
    expect(await versions(`?since=${since}`)).toEqual([3, 2]);
    const nonsense = await server().send('GET', `${LOG}?since=2026-99-99T00:00:00.000Z`, { token });
    expect(nonsense).toMatchObject({ code: 'parameter_invalid', json: { param: 'since' } });
  });

  test('is for those who see the whole workspace, and of no other', async () => {
    const { secret } = await server().newClient({ workspace: 'audited' });
    await server().send('POST', SET_CONFIG, { token: await server().tokenOf({ secret }), body: SETTINGS });
    expect((await read(await server().newToken())).items).toEqual([]);
    const limited = await server().newToken({ workspace: 'audited', pans: ['ABCDE1234F'] });
    expect((await server().send('GET', LOG, { token: limited })).code).toBe('scope_insufficient');
    const other = await server().newToken({ workspace: 'audited', scopes: ['config:read'] });
    expect((await server().send('GET', LOG, { token: other })).code).toBe('scope_insufficient');
  });
});
