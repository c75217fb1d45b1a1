import { ERROR_CODES, ERRORS, type ErrorCode, LIMITS, OF_TASKS } from '@milaan/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CODES, GET_CONFIG, SET_CONFIG, SETTINGS, TOKEN } from '../testing/api.ts';
import { causesOfTasks } from '../testing/causes-of-tasks.ts';
import { createTestServer, type Judged, type TestServer } from '../testing/test-server.ts';
import { NOWHERE } from './app.ts';

let milaan: TestServer;
let token: string;
beforeAll(async () => {
  milaan = await createTestServer();
  token = await milaan.newToken();
});
afterAll(() => milaan.close());

const set = (options: Parameters<TestServer['send']>[2] = {}) =>
  milaan.send('POST', SET_CONFIG, { token, body: SETTINGS, ...options });
const get = (options: Parameters<TestServer['send']>[2] = {}) => milaan.send('GET', GET_CONFIG, { token, ...options });
const withSecret = (secret: string) => milaan.send('GET', TOKEN, { headers: { 'x-clear-client-secret': secret } });

/** The last answer of `times` equal requests. */
async function repeat(times: number, request: () => Promise<Judged>): Promise<Judged> {
  let last = await request();
  for (let i = 1; i < times; i++) last = await request();
  return last;
}

/** A server of its own on the same state, for causes that would spoil the shared one. */
async function onItsOwn(
  options: Parameters<typeof createTestServer>[0],
  cause: (own: TestServer) => Promise<Judged>,
): Promise<Judged> {
  const own = await createTestServer({ state: milaan.state, clock: milaan.clock, ...options });
  const judged = await cause(own);
  await own.close();
  return judged;
}

/** For each code something that really makes the server answer with it. */
const CAUSES: Partial<Record<ErrorCode, () => Promise<Judged>>> = {
  parameter_missing: () => set({ body: { ...SETTINGS, pullReturnPeriodEnd: undefined } }),
  parameter_invalid: () => set({ body: { ...SETTINGS, reconType: 'MAX_ITC_9Z' } }),
  parameter_unknown: () => milaan.send('GET', `${GET_CONFIG}?pna=1`, { token }),
  body_malformed: () => set({ body: '{"pan":' }),
  body_too_large: () => set({ body: JSON.stringify({ pad: 'x'.repeat(LIMITS.bodyBytes) }) }),
  media_type_unsupported: () => set({ headers: { 'content-type': 'text/xml' } }),
  request_malformed: async () => {
    const { status, headers, body } = milaan.app.refuseBytes('it is not well-formed HTTP', NOWHERE);
    return { status, headers, body, code: JSON.parse(body).code, json: JSON.parse(body) };
  },
  route_unknown: () => milaan.send('GET', '/integration/v1/nothing'),
  method_not_allowed: () => milaan.send('DELETE', GET_CONFIG),
  idempotency_key_invalid: () => set({ headers: { 'idempotency-key': 'two words' } }),
  idempotency_key_reused: async () => {
    await set({ headers: { 'idempotency-key': 'used' } });
    return set({ headers: { 'idempotency-key': 'used' }, body: { ...SETTINGS, active: false } });
  },
  period_range_invalid: () => set({ body: { ...SETTINGS, pullReturnPeriodStart: '112026' } }),
  token_missing: () => get({ token: undefined }),
  token_invalid: () => get({ token: `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` }),
  token_expired: () =>
    onItsOwn({ settings: { tokenLifetimeMs: 1000 } }, async (own) => {
      const short = await own.newToken();
      own.clock.advance(1000);
      return own.send('GET', GET_CONFIG, { token: short });
    }),
  token_revoked: async () => {
    const client = await milaan.newClient();
    const first = await milaan.tokenOf(client);
    await milaan.tokenOf(client);
    return get({ token: first });
  },
  client_secret_invalid: () => withSecret('mcs_live_unknown'),
  scope_insufficient: async () => get({ token: await milaan.newToken({ scopes: ['config:write'] }) }),
  configuration_missing: async () => get({ token: await milaan.newToken() }),
  idempotency_key_in_use: async () => {
    const sandbox = await milaan.newToken({ mode: 'sandbox' });
    const headers = { 'idempotency-key': 'busy', 'x-milaan-simulate': 'latency=1000' };
    const first = set({ token: sandbox, headers });
    await expect.poll(() => milaan.clock.sleepers).toBeGreaterThan(0);
    const second = await set({ token: sandbox, headers: { 'idempotency-key': 'busy' } });
    milaan.clock.advance(1000);
    expect((await first).status).toBe(200);
    return second;
  },
  version_mismatch: () => set({ headers: { 'if-match': '"999"' } }),
  rate_limit_requests: () =>
    onItsOwn({ limits: { requests: { quota: 2, windowMs: 60_000 } } }, async (own) => {
      const limited = await own.newToken();
      return repeat(3, () => own.send('GET', GET_CONFIG, { token: limited }));
    }),
  rate_limit_concurrency: () =>
    onItsOwn({ limits: { concurrency: 1 } }, async (own) => {
      const sandbox = await own.newToken({ mode: 'sandbox' });
      const slow = own.send('GET', GET_CONFIG, { token: sandbox, headers: { 'x-milaan-simulate': 'latency=5' } });
      await expect.poll(() => own.clock.sleepers).toBeGreaterThan(0);
      const refused = await own.send('GET', GET_CONFIG, { token: sandbox });
      own.clock.advance(5);
      await slow;
      return refused;
    }),
  token_quota_exhausted: () =>
    onItsOwn({ settings: { tokensPerDay: 2 } }, async (own) => {
      const { secret } = await own.newClient();
      return repeat(3, () => own.send('GET', TOKEN, { headers: { 'x-clear-client-secret': secret } }));
    }),
  internal_error: () =>
    onItsOwn({ schema: 'milaan' }, async (own) => {
      const fresh = await own.newToken();
      await sql`alter table milaan.workspace_config rename to hidden`.execute(milaan.state.db);
      const judged = await own.send('GET', GET_CONFIG, { token: fresh });
      await sql`alter table milaan.hidden rename to workspace_config`.execute(milaan.state.db);
      return judged;
    }),
  draining: () =>
    onItsOwn({}, async (own) => {
      own.server.admission.startDraining(own.clock.nowMs() + 10_000);
      return own.send('GET', CODES);
    }),
  overloaded: () =>
    onItsOwn({}, async (own) => {
      own.loopDelay.lateMs = 10_000;
      return own.send('GET', CODES);
    }),
  ask_empty: () => milaan.send('GET', '/docs/errors.md?ask='),
  ...causesOfTasks(() => milaan),
  database_unavailable: async () => {
    const own = await createTestServer({ clock: milaan.clock });
    await own.state.close();
    return own.send('GET', GET_CONFIG, { token });
  },
};

/** Shown as the `error` of a workflow or an ingestion; a sandbox caller sees them as answers by simulation. */
const NOT_ANSWERED: readonly ErrorCode[] = OF_TASKS;

describe('every code of the master', () => {
  it('has a cause, unless no operation answers with it', () => {
    const known = [...Object.keys(CAUSES), ...NOT_ANSWERED];
    expect([...known].sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(Object.entries(CAUSES))('%s comes from its cause', async (code, cause) => {
    expect((await cause()).code).toBe(code);
  });

  it.each(ERROR_CODES)('%s can be had by simulation, on every operation that has credentials', async (code) => {
    const { secret } = await milaan.newClient({ mode: 'sandbox' });
    const sandbox = await milaan.tokenOf({ secret });
    const order = { 'x-milaan-simulate': code };
    const answers = [
      await get({ token: sandbox, headers: order }),
      await set({ token: sandbox, headers: order }),
      await milaan.send('GET', TOKEN, { headers: { ...order, 'x-clear-client-secret': secret } }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ code, status: ERRORS[code].status, headers: { 'milaan-simulated': code } });
    }
  });
});
