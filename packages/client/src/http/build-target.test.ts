import { describe, expect, it } from 'vitest';
import { createMilaanClient } from '../create-milaan-client.ts';
import { createTestClient, errorOf } from '../testing/test-client.ts';

const PERIODS = {
  pullReturnPeriodStart: '042026',
  pullReturnPeriodEnd: '102026',
  reconReturnPeriodStart: '042026',
  reconReturnPeriodEnd: '102026',
};

describe('a request', () => {
  it('carries each part of the input in its place', async () => {
    const { milaan, sent } = createTestClient([{}]);
    await milaan.setConfig({ ifMatch: '"3"', body: PERIODS });
    await milaan.ingestPurchaseLines({ gstin: '27AAPFU0939F1ZV', tenant: 'MAXITC', body: [{ documentNumber: 'A/1' }] });
    await milaan.getWorkflow({ workflowId: 'wf 1/2', wait: 5 });
    expect(sent.map(({ method, url }) => `${method} ${url.slice('https://milaan.test/integration'.length)}`)).toEqual([
      'POST /v1/config/set',
      'POST /v2/ingest/json/purchase?tenant=MAXITC',
      'GET /v1/maxItc/workflow/wf%201%2F2?wait=5',
    ]);
    expect(sent[0]?.headers.get('if-match')).toBe('"3"');
    expect(sent[0]?.body).toBe(JSON.stringify(PERIODS));
    expect(sent[1]?.headers.get('x-cleartax-gstin')).toBe('27AAPFU0939F1ZV');
    for (const { headers } of sent) expect(headers.get('x-cleartax-auth-token')).toBe('token-1');
  });

  it('goes to the same place when the base URL holds the base path of the API already', async () => {
    const { milaan, sent } = createTestClient([{}], { baseUrl: 'https://milaan.test/integration/v1/' });
    await milaan.getSettings();
    expect(sent.map(({ url }) => url)).toEqual(['https://milaan.test/integration/v1/settings']);
  });

  it('goes to a base URL with a prefix, and by paths of another server', async () => {
    const { milaan, sent } = createTestClient([{}], {
      baseUrl: 'https://gateway.test/milaan/',
      paths: { getWorkflow: '/v2/runs/{workflowId}/state' },
      headers: { 'x-gateway-key': 'k' },
    });
    await milaan.getSettings();
    await milaan.getWorkflow({ workflowId: 'wf_1' });
    expect(sent.map(({ url }) => url)).toEqual([
      'https://gateway.test/milaan/integration/v1/settings',
      'https://gateway.test/milaan/v2/runs/wf_1/state',
    ]);
    expect(sent[0]?.headers.get('x-gateway-key')).toBe('k');
  });

  it('can order an answer of the sandbox', async () => {
    const { milaan, sent } = createTestClient([{}]);
    await milaan.getSettings({ headers: { 'x-milaan-simulate': 'overloaded' } });
    expect(sent[0]?.headers.get('x-milaan-simulate')).toBe('overloaded');
  });

  it('asks for a token before each attempt where a function gives it, and for a fresh one when it has expired', async () => {
    let given = 0;
    const expired = { status: 401, body: { code: 'token_expired' } };
    const { milaan, sent } = createTestClient([{ isDropped: true }, expired, {}], { token: async () => `t${++given}` });
    await milaan.getSettings();
    expect(sent.map(({ headers }) => headers.get('x-cleartax-auth-token'))).toEqual(['t1', 't2', 't3']);
  });

  it('tells more than its body on demand', async () => {
    const headers = {
      'content-type': 'application/json',
      etag: '"4"',
      'request-id': 'req_9',
      'idempotent-replayed': 'true',
    };
    const { milaan } = createTestClient([{ headers, body: { tolerancePaise: 100 } }]);
    const answer = await milaan.call('setSettings', { body: {} });
    expect(answer).toMatchObject({ status: 200, requestId: 'req_9', isReplayed: true, body: { tolerancePaise: 100 } });
    expect(answer.headers.get('etag')).toBe('"4"');
  });
});

describe('a mistake of the program', () => {
  const { milaan, sent } = createTestClient([{}]);
  it.each([
    ['an id that is missing', () => milaan.getWorkflow({ workflowId: '' })],
    ['an id that leads elsewhere', () => milaan.getWorkflow({ workflowId: '..' })],
    ['a parameter that there is not', () => milaan.listWorkflows({ ...{ pan: 'ABCDE1234F', pann: 'ABCDE1234F' } })],
    ['an idempotency key with spaces', () => milaan.setSettings({ body: {} }, { idempotencyKey: 'a b' })],
    ['a header that cannot be sent', () => milaan.getSettings({ headers: { 'x-a': 'a\nb' } })],
    ['half a retry', () => milaan.getSettings({ maxRetries: 0.5 })],
    ['no time', () => milaan.getSettings({ totalTimeoutMs: 0 })],
    ['a wait that is no number', () => milaan.getSettings({ longestWaitMs: Number.NaN })],
  ])('%s is a TypeError, and nothing is sent', async (_, call) => {
    expect(await errorOf(call())).toBeInstanceOf(TypeError);
    expect(sent).toEqual([]);
  });

  it('is told when the client is made', () => {
    const make = (settings: object) => () => createMilaanClient({ baseUrl: 'https://milaan.test', ...settings });
    expect(make({ baseUrl: 'milaan.test' })).toThrow(TypeError);
    expect(make({ baseUrl: 'https://milaan.test/?a=1' })).toThrow(TypeError);
    expect(make({ token: 'a', clientSecret: 'b' })).toThrow('not both');
    expect(make({ clientSecret: '  ' })).toThrow('clientSecret');
    expect(make({ maxRetries: -1 })).toThrow('maxRetries');
    expect(make({})).not.toThrow();
  });

  it('never shows a secret', () => {
    expect(() => createMilaanClient({ baseUrl: 'https://milaan.test', clientSecret: 'mcs_se\ncret' })).toThrow(
      /^(?!.*mcs)/,
    );
    const client = createMilaanClient({ baseUrl: 'https://milaan.test', clientSecret: 'mcs_secret' });
    expect(JSON.stringify(client)).not.toContain('mcs_secret');
  });

  it('without credentials is told with the call that needs them', async () => {
    const bare = createTestClient([{ body: { codes: [] } }], { token: undefined });
    await bare.milaan.listErrorCodes();
    expect(bare.sent[0]?.headers.has('x-cleartax-auth-token')).toBe(false);
    expect(String(await errorOf(bare.milaan.getSettings()))).toContain('needs a clientSecret or a token');
  });
});
