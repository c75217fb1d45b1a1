import { expect } from 'vitest';
import { GET_CONFIG } from '../testing/api.ts';
import { onBothDatabases } from '../testing/on-both-databases.ts';
import { createTestServer, type SendOptions, type TestServer } from '../testing/test-server.ts';

const TRIGGER = '/integration/v1/maxItc/triggerWorkflow';
const ONE_PERIOD = { pullReturnPeriodStart: '102026', pullReturnPeriodEnd: '102026' };
const triggered = (pan: string) => ({
  userInputArgs: {
    ...{ ...ONE_PERIOD, reconReturnPeriodStart: '102026', reconReturnPeriodEnd: '102026' },
    ...{ pan, allowMissingPeriods: true },
  },
});

onBothDatabases('nodes that share a database', (server, test) => {
  /** Another node; the embedded database has only one. */
  const withOther = async (prove: (other: TestServer) => Promise<void>) => {
    if (!server().state.isShared) return expect(server().state.pool().max).toBe(1);
    const other = await createTestServer({ state: server().state, clock: server().clock });
    await prove(other);
    await other.close();
  };

  test('know at once that one of them has ended a token', () =>
    withOther(async (other) => {
      const client = await server().newClient();
      const token = await server().tokenOf(client);
      expect((await other.send('GET', GET_CONFIG, { token })).code).toBe('configuration_missing');
      const next = await server().tokenOf(client);
      const refused = await other.send('GET', GET_CONFIG, { token });
      expect(refused).toMatchObject({ code: 'token_revoked', headers: { 'x-should-retry': 'false' } });
      expect(refused.headers.ratelimit).toBeUndefined();
      expect((await other.send('GET', GET_CONFIG, { token: next })).code).toBe('configuration_missing');
    }));

  /** The other node answers the same request while this one, which has found no record of the key, waits for its turn. */
  const overtaken = async (other: TestServer, path: string, request: SendOptions) => {
    const { writers } = server().server;
    const run = writers.run;
    let theirs: Awaited<ReturnType<TestServer['send']>> | undefined;
    writers.run = (work) =>
      run(async () => {
        theirs ??= await other.send('POST', path, request);
        return work();
      });
    const mine = await server().send('POST', path, request);
    writers.run = run;
    return { mine, theirs };
  };
  const keyed = { 'idempotency-key': 'overtaken' };

  test('answer as the one that was first with a key, when its effect is in the way', () =>
    withOther(async (other) => {
      const request = { token: await server().newToken(), headers: keyed, body: triggered('AAACA2221A') };
      const { mine, theirs } = await overtaken(other, TRIGGER, request);
      expect(theirs?.status).toBe(201);
      expect(mine).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } });
      expect(mine.json.workflowId).toBe(theirs?.json.workflowId);
    }));

  test('do nothing twice under a key, when nothing but its record is in the way', () =>
    withOther(async (other) => {
      const token = await server().newToken();
      const line = {
        ...{ documentType: 'INVOICE', documentNumber: 'A/7', documentDate: '05/10/2026' },
        ...{ supplierGstin: '29AAGCB7383J1Z4', itemTaxableAmount: 100, igstAmount: 18 },
      };
      const headers = { ...keyed, 'x-cleartax-gstin': '27AAPFU0939F1ZV' };
      const request = { token, headers, body: { jsonRecords: [line] } };
      const { mine, theirs } = await overtaken(other, '/integration/v2/ingest/json/purchase', request);
      expect(theirs).toMatchObject({ status: 200 });
      expect(mine).toMatchObject({ status: 200, headers: { 'idempotent-replayed': 'true' } });
      const { json } = await server().send('GET', '/integration/v1/auditLog', { token });
      expect(json.items).toMatchObject([{ action: 'ingestion.created' }]);
    }));
});
