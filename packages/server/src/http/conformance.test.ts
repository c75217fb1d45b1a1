import { ERRORS } from '@milaan/contract';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { revokeClient } from '../state/clients.ts';
import { GET_CONFIG, SET_CONFIG, SETTINGS, TOKEN } from '../testing/api.ts';
import { onBothDatabases } from '../testing/on-both-databases.ts';
import { createTestServer, type SendOptions } from '../testing/test-server.ts';

const PAN = 'ABCDE1234F';

onBothDatabases('the server', (server, test) => {
  const get = (token: string, query = '') => server().send('GET', GET_CONFIG + query, { token });
  const set = (token: string, options: SendOptions = {}) =>
    server().send('POST', SET_CONFIG, { token, body: SETTINGS, ...options });
  const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });
  const versionOf = async (token: string) => (await get(token)).headers.etag;
  /** A second server on the same state: another node, where the database is shared. */
  const anotherNode = () => createTestServer({ state: server().state, clock: server().clock });

  describe('tokens', () => {
    test('a new one revokes the last one at once', async () => {
      const client = await server().newClient();
      const first = await server().tokenOf(client);
      expect((await get(first)).code).toBe('configuration_missing');
      const second = await server().tokenOf(client);
      expect((await get(first)).code).toBe('token_revoked');
      expect((await get(second)).code).toBe('configuration_missing');
    });

    test('of a revoked client are worth nothing, and neither is its secret', async () => {
      const client = await server().newClient();
      const token = await server().tokenOf(client);
      await revokeClient(server().state.db, client.id, new Date(server().clock.nowMs()));
      server().server.memories.tokens.forgetAll();
      expect((await get(token)).code).toBe('token_revoked');
      const again = await server().send('GET', TOKEN, { headers: { 'x-clear-client-secret': client.secret } });
      expect(again.code).toBe('client_secret_invalid');
    });

    test('are kept as hashes only', async () => {
      const client = await server().newClient();
      const token = await server().tokenOf(client);
      const rows = [
        ...(await server().state.db.selectFrom('client').selectAll().execute()),
        ...(await server().state.db.selectFrom('accessToken').selectAll().execute()),
      ];
      const stored = JSON.stringify(rows);
      for (const secret of [client.secret, token]) expect(stored).not.toContain(secret.slice(-43));
    });
  });

  describe('two tenants', () => {
    test('share nothing: neither configurations, nor keys, nor quotas, nor tokens', async () => {
      const [mine, theirs] = [await server().newToken(), await server().newToken()];
      const first = await set(mine, keyed('same-key'));
      // The same key of another workspace is another key, whatever it was used for.
      const second = await set(theirs, { ...keyed('same-key'), body: { ...SETTINGS, active: false } });
      expect(second).toMatchObject({ status: 200, json: { active: false } });
      expect(second.headers['idempotent-replayed']).toBeUndefined();
      expect((await get(mine)).json).toEqual(first.json);
    });

    test('an id of nobody and an id of another one are told apart by nothing', async () => {
      const [mine, theirs] = [await server().newClient(), await server().newClient()];
      const [token, foreign] = [await server().tokenOf(mine), await server().tokenOf(theirs)];
      // The matrix of every operation and every kind of foreign id that it takes.
      const foreignToken = `${foreign.slice(0, -43)}${token.slice(-43)}`;
      const nobodysToken = `mat_live_${'0'.repeat(26)}_${token.slice(-43)}`;
      const foreignSecret = `${theirs.secret.slice(0, -43)}${mine.secret.slice(-43)}`;
      const nobodysSecret = `mcs_live_${'0'.repeat(26)}_${mine.secret.slice(-43)}`;
      const bySecret = (secret: string) =>
        server().send('GET', TOKEN, { headers: { 'x-clear-client-secret': secret } });
      const pairs = [
        [await get(foreignToken), await get(nobodysToken)],
        [await set(foreignToken), await set(nobodysToken)],
        [await bySecret(foreignSecret), await bySecret(nobodysSecret)],
        [await get(token, `?pan=${PAN}`), await get(token, '?pan=ZZZZZ9999Z')],
      ] as const;
      for (const [ofAnother, ofNobody] of pairs) {
        const blank = ({ status, body }: typeof ofAnother) =>
          [
            status,
            body
              .replace(/req_\w+/g, 'req')
              .replaceAll(PAN, 'pan')
              .replaceAll('ZZZZZ9999Z', 'pan'),
          ] as const;
        expect(blank(ofAnother)).toEqual(blank(ofNobody));
      }
    });

    test('a token acts for its PANs and in its scopes only', async () => {
      const token = await server().newToken({ pans: [PAN], scopes: ['config:read', 'config:write'] });
      expect((await set(token, { body: { ...SETTINGS, pan: PAN } })).status).toBe(200);
      expect((await get(token, `?pan=${PAN}`)).status).toBe(200);
      expect(await get(token, '?pan=ZZZZZ9999Z')).toMatchObject({ code: 'scope_insufficient', json: { param: 'pan' } });
      expect((await set(token)).code).toBe('scope_insufficient');
      const reader = await server().newToken({ scopes: ['config:read'] });
      expect((await set(reader)).headers['www-authenticate']).toContain('error="insufficient_scope"');
    });
  });

  describe('a key', () => {
    test('makes the second request a replay of the first: one effect, the same answer', async () => {
      const token = await server().newToken();
      const first = await set(token, keyed('k1'));
      // The same request in another spelling, by the quoted spelling of the key.
      const spelled = JSON.stringify(Object.fromEntries(Object.entries(SETTINGS).reverse()), null, 2);
      const again = await set(token, { ...keyed('"k1"'), body: spelled });
      expect(again).toMatchObject({ status: first.status, body: first.body });
      expect(again.headers).toMatchObject({
        'idempotent-replayed': 'true',
        'original-request': first.headers['request-id'],
        etag: '"1"',
      });
      expect(await versionOf(token)).toBe('"1"');
    });

    test('says nothing twice for another request', async () => {
      const token = await server().newToken();
      await set(token, keyed('k2'));
      expect((await set(token, { ...keyed('k2'), body: { ...SETTINGS, active: false } })).code).toBe(
        'idempotency_key_reused',
      );
      const conditional = { headers: { 'idempotency-key': 'k2', 'if-match': '"1"' } };
      expect((await set(token, conditional)).code).toBe('idempotency_key_reused');
    });

    test('is not spent by an attempt that had no effect', async () => {
      const token = await server().newToken();
      expect((await set(token, { ...keyed('k3'), body: {} })).status).toBe(400);
      const early = { headers: { 'idempotency-key': 'k3', 'if-match': '"7"' } };
      expect((await set(token, early)).code).toBe('version_mismatch');
      expect(await set(token, keyed('k3'))).toMatchObject({ status: 200, headers: { etag: '"1"' } });
    });

    test('lets one of many at the same time through; the others wait their turn or replay it', async () => {
      const token = await server().newToken();
      const answers = await Promise.all(Array.from({ length: 12 }, () => set(token, keyed('k4'))));
      for (const { status, code, headers } of answers) {
        if (status !== 200)
          expect([code, headers['retry-after'], headers['x-should-retry']]).toEqual([
            'idempotency_key_in_use',
            '1',
            'true',
          ]);
      }
      expect(answers.some(({ status }) => status === 200)).toBe(true);
      expect((await set(token, keyed('k4'))).headers['idempotent-replayed']).toBe('true');
      expect(await versionOf(token)).toBe('"1"');
    });

    test('holds on every node that shares the database', async () => {
      const token = await server().newToken();
      const other = await anotherNode();
      const request = { token, body: SETTINGS, ...keyed('k5') };
      const answers = await Promise.all([
        ...Array.from({ length: 4 }, () => server().send('POST', SET_CONFIG, request)),
        ...(server().state.isShared ? Array.from({ length: 4 }, () => other.send('POST', SET_CONFIG, request)) : []),
      ]);
      expect(answers.every(({ code }) => code === null || code === 'idempotency_key_in_use')).toBe(true);
      expect((await other.send('POST', SET_CONFIG, request)).headers['idempotent-replayed']).toBe('true');
      expect(await versionOf(token)).toBe('"1"');
      await other.close();
    });

    test('is free again after a crash in the middle, and nothing was done', async () => {
      const token = await server().newToken();
      const crashing = await anotherNode();
      // The process dies where the answer would be made: the transaction around it never commits.
      crashing.server.answers.success = () => {
        throw new Error('crash');
      };
      const request = { token, body: SETTINGS, ...keyed('k6') };
      expect((await crashing.send('POST', SET_CONFIG, request)).code).toBe('internal_error');
      expect((await get(token)).code).toBe('configuration_missing');
      expect(await set(token, keyed('k6'))).toMatchObject({ status: 200, headers: { etag: '"1"' } });
      await crashing.close();
    });
  });

  describe('limits', () => {
    test('are honest: who waits as long as Retry-After says, and alone, is served', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.record({ quota: fc.integer({ min: 1, max: 5 }), windowMs: fc.integer({ min: 500, max: 120_000 }) }),
          fc.array(fc.nat(30_000), { minLength: 1, maxLength: 12 }),
          async (requests, gaps) => {
            const own = await createTestServer({ state: server().state, clock: server().clock, limits: { requests } });
            const token = await own.newToken();
            for (const gapMs of gaps) {
              own.clock.advance(gapMs % 3 === 0 ? 0 : gapMs);
              const { code, headers } = await own.send('GET', GET_CONFIG, { token });
              expect(headers['ratelimit-policy']).toContain(`q=${requests.quota};`);
              if (code !== 'rate_limit_requests') continue;
              own.clock.advance(Number(headers['retry-after']) * 1000);
              expect((await own.send('GET', GET_CONFIG, { token })).code).toBe('configuration_missing');
            }
            await own.close();
          },
        ),
        { numRuns: 15 },
      );
    });

    test('of the day are honest too', async () => {
      const own = await createTestServer({
        state: server().state,
        clock: server().clock,
        settings: { tokensPerDay: 1 },
      });
      const { secret } = await own.newClient();
      const ask = () => own.send('GET', TOKEN, { headers: { 'x-clear-client-secret': secret } });
      await ask();
      const refused = await ask();
      expect(refused.code).toBe('token_quota_exhausted');
      own.clock.advance(Number(refused.headers['retry-after']) * 1000);
      expect((await ask()).status).toBe(200);
      await own.close();
    });

    test('of one token spend nothing of another one, and bad tokens spend nobody’s', async () => {
      const limits = { requests: { quota: 1, windowMs: 60_000 }, addressRequests: { quota: 3, windowMs: 60_000 } };
      const own = await createTestServer({ state: server().state, clock: server().clock, limits });
      const from = (address: string, token?: string) => own.send('GET', GET_CONFIG, { address, token });
      const [mine, theirs] = [await own.newToken(), await own.newToken()];
      expect((await from('10.0.0.1', mine)).code).toBe('configuration_missing');
      expect((await from('10.0.0.1', mine)).code).toBe('rate_limit_requests');
      expect((await from('10.0.0.1', theirs)).code).toBe('configuration_missing');
      for (let i = 0; i < 3; i++) expect((await from('10.0.0.9', `${mine.slice(0, -1)}?`)).code).toBe('token_invalid');
      expect((await from('10.0.0.9')).code).toBe('rate_limit_requests');
      expect((await from('10.0.0.8')).code).toBe('token_missing');
      await own.close();
    });

    test('are shared by the nodes that share the database', async () => {
      if (!server().state.isShared) return expect(server().state.pool().max).toBe(1);
      const limits = { requests: { quota: 3, windowMs: 60_000 } };
      const nodes = await Promise.all(
        [1, 2].map(() => createTestServer({ state: server().state, clock: server().clock, limits })),
      );
      const token = await server().newToken();
      const answers = await Promise.all(
        nodes.flatMap((node) => Array.from({ length: 4 }, () => node.send('GET', GET_CONFIG, { token }))),
      );
      expect(answers.filter(({ code }) => code === 'configuration_missing')).toHaveLength(3);
      for (const node of nodes) await node.close();
    });
  });

  describe('the log', () => {
    test('knows every request by its id, and no secret, PAN or figure', async () => {
      const client = await server().newClient();
      const token = await server().tokenOf(client);
      const body = { ...SETTINGS, pan: PAN, userEmail: 'accounts@company.example' };
      const { headers } = await set(token, { body });
      await get(token, `?pan=${PAN}`);
      await get(`${token}x`);
      const log = server().lines.join('');
      expect(log).toContain(headers['request-id']);
      for (const secret of [token, client.secret, PAN, 'accounts@company.example', '042026']) {
        expect(log).not.toContain(secret);
      }
    });
  });

  test('answers a caller’s own faults without one of ours', async () => {
    const faults = server().lines.filter((line) => line.includes('"fault"') && !line.includes('"kind":"Error"'));
    expect(faults).toEqual([]);
    expect([...server().codes].every((code) => code in ERRORS)).toBe(true);
  });
});
