import { afterEach, describe, expect, it } from 'vitest';
import { createMilaanClient } from './create-milaan-client.ts';
import { createRetryBudgets } from './retry/retry-budget.ts';
import type { ClientSettings } from './settings/settings.ts';
import { createFakeClock } from './testing/fake-clock.ts';
import {
  type Act,
  drop,
  fail,
  half,
  json,
  raw,
  type ScriptedServer,
  startScriptedServer,
} from './testing/scripted-server.ts';
import { errorOf } from './testing/test-client.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const GOOD = json({ tolerancePaise: 100 });
const HTML = '<!doctype html><title>Bad gateway</title>';

let server: ScriptedServer | undefined;
afterEach(() => server?.close());

/** A client of a server that follows the script. Waits take no time, and are recorded. */
async function meet(script: readonly Act[], settings: Partial<ClientSettings> = {}) {
  server = await startScriptedServer(script);
  const clock = createFakeClock();
  const surroundings = { clock, random: () => 0.5, budgets: createRetryBudgets() };
  const credentials = settings.clientSecret === undefined ? { token: 'token-1' } : {};
  const milaan = createMilaanClient({ baseUrl: server.url, ...credentials, surroundings, ...settings });
  return { milaan, clock, requests: server.requests };
}

describe('a server that breaks off', () => {
  it.each([
    ['before it answers', drop],
    [
      'in the middle of a body of known length',
      half(200, { ...JSON_TYPE, 'content-length': '1000' }, '{"tolerancePaise":1'),
    ],
    ['in the middle of a chunked body', half(200, JSON_TYPE, '{"tolerancePaise":1')],
    [
      'in the middle of an error',
      half(500, { 'content-type': 'application/problem+json', 'content-length': '900' }, '{"code":'),
    ],
  ])('%s is asked again', async (_, act) => {
    const { milaan, requests, clock } = await meet([act, GOOD]);
    expect(await milaan.getSettings()).toEqual({ tolerancePaise: 100 });
    expect(requests).toHaveLength(2);
    expect(clock.sleeps).toEqual([50]);
  });

  it('for good is a ConnectionError with all attempts', async () => {
    const { milaan, requests } = await meet([drop]);
    expect(await errorOf(milaan.setSettings({ body: {} }))).toMatchObject({
      name: 'ConnectionError',
      code: 'connection_failed',
      status: null,
      retryable: true,
      attempts: [{ end: 'unreachable' }, { end: 'unreachable' }, { end: 'unreachable' }],
      idempotencyKey: requests[0]?.headers['idempotency-key'],
    });
  });

  it('that is not there at all is one too', async () => {
    const { milaan } = await meet([GOOD], { maxRetries: 0 });
    await server?.close();
    expect(await errorOf(milaan.getSettings())).toMatchObject({
      code: 'connection_failed',
      attempts: [{ end: 'unreachable' }],
    });
  });

  it('never answers: the attempt ends in time, and the connection with it', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const silent: Act = (response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      clock.advance(30_000);
    };
    const { milaan, clock, requests } = await meet([silent, GOOD]);
    expect(await milaan.getSettings()).toEqual({ tolerancePaise: 100 });
    await closed;
    expect(requests).toHaveLength(2);
  });

  it('stalls in the middle: the attempt ends in time', async () => {
    const stalling: Act = (response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' });
      response.write('{', () => clock.advance(30_000));
    };
    const { milaan, clock } = await meet([stalling, GOOD]);
    expect(await milaan.getSettings()).toEqual({ tolerancePaise: 100 });
  });
});

describe('something else that answers', () => {
  it.each([
    ['garbage as JSON', raw(200, JSON_TYPE, '{"a":')],
    ['nothing as JSON', raw(200, JSON_TYPE)],
    ['JSON that is no object', raw(200, JSON_TYPE, '42')],
    ['JSON under another type', raw(200, { 'content-type': 'text/plain' }, '{}')],
    ['a page of a proxy with 200', raw(200, { 'content-type': 'text/html' }, HTML)],
  ])('%s is asked again, then an answer_invalid', async (_, act) => {
    const first = await meet([act, GOOD]);
    expect(await first.milaan.getSettings()).toEqual({ tolerancePaise: 100 });
    await server?.close();
    const second = await meet([act]);
    expect(await errorOf(second.milaan.getSettings())).toMatchObject({
      name: 'ConnectionError',
      code: 'answer_invalid',
      status: 200,
      attempts: [{ end: 'garbled' }, { end: 'garbled' }, { end: 'garbled', status: 200 }],
    });
  });

  it('a page of a proxy with 502 is a ServerError without a code', async () => {
    const { milaan, requests } = await meet([raw(502, { 'content-type': 'text/html' }, HTML)]);
    const error = await errorOf(milaan.getSettings());
    expect(error).toMatchObject({ name: 'ServerError', status: 502, code: null });
    expect(String(error)).not.toContain('<');
    expect(requests).toHaveLength(3);
  });

  it.each([403, 404, 413])('a %i, which Milaan never sends, is not asked again', async (status) => {
    const { milaan, requests } = await meet([raw(status, { 'content-type': 'text/html' }, HTML)]);
    expect(await errorOf(milaan.getSettings())).toMatchObject({
      name: 'ConnectionError',
      code: 'answer_invalid',
      status,
      retryable: false,
    });
    expect(requests).toHaveLength(1);
  });

  it('a redirect is not followed: the token stays with the server it is for', async () => {
    const { milaan, requests } = await meet([raw(302, { location: '/elsewhere' }), GOOD]);
    expect(await errorOf(milaan.getSettings())).toMatchObject({ code: 'answer_invalid', status: 302 });
    expect(requests.map(({ line }) => line)).toEqual(['GET /integration/v1/settings']);
  });

  it('more JSON than any answer has is not taken in', async () => {
    const flood: Act = (response) => {
      response.writeHead(200, JSON_TYPE);
      const piece = Buffer.alloc(1 << 20, 0x20);
      const write = () => {
        while (response.writable && response.write(piece));
        response.once('drain', write);
      };
      write();
    };
    const { milaan } = await meet([flood], { maxRetries: 0 });
    expect(await errorOf(milaan.getSettings())).toMatchObject({
      code: 'connection_failed',
      attempts: [{ end: 'cut-off' }],
    });
  });
});

describe('a wrong Retry-After', () => {
  const busy = (value: string, headers = {}) => fail(503, 'overloaded', { 'retry-after': value, ...headers });
  it.each([
    ['0', {}, 500],
    ['-1', {}, 500],
    ['now', {}, 500],
    ['Sun, 22 Nov 2026 05:00:00 GMT', { date: 'Sun, 22 Nov 2026 06:00:00 GMT' }, 500],
    // By a clock that is a day behind ours: still ten seconds.
    ['Sat, 21 Nov 2026 06:00:10 GMT', { date: 'Sat, 21 Nov 2026 06:00:00 GMT' }, 10_500],
    ['3', { ratelimit: '"requests";r=0;t=9' }, 3150],
    ['x', { ratelimit: '"requests";r=0;t=9' }, 9450],
  ])('%j with %j leads to a wait of %i ms', async (value, headers, waitMs) => {
    const { milaan, clock } = await meet([busy(value, headers), GOOD]);
    await milaan.getSettings();
    expect(clock.sleeps).toEqual([waitMs]);
  });

  it('of a year fails at once', async () => {
    const { milaan, requests } = await meet([busy('31536000')]);
    expect(await errorOf(milaan.getSettings())).toMatchObject({ stoppedBecause: 'wait-too-long' });
    expect(requests).toHaveLength(1);
  });
});

describe('409', () => {
  it('both ways', async () => {
    const { milaan, requests } = await meet([
      fail(409, 'idempotency_key_in_use', { 'x-should-retry': 'true', 'retry-after': '1' }),
      fail(409, 'version_mismatch', { 'x-should-retry': 'false' }),
    ]);
    expect(await errorOf(milaan.setSettings({ body: {} }))).toMatchObject({
      name: 'ConflictError',
      code: 'version_mismatch',
    });
    expect(requests).toHaveLength(2);
  });
});

describe('tokens', () => {
  const token = (text: string, validTill: string | null, date = 'Sun, 22 Nov 2026 06:00:00 GMT'): Act =>
    json({ access_token: text, valid_till: validTill }, 200, { date });
  const secret = { clientSecret: 'mcs_secret\n' };
  const linesOf = (requests: ScriptedServer['requests']) =>
    requests.map(
      ({ line, headers }) =>
        `${line.split('/').at(-1)} ${headers['x-cleartax-auth-token'] ?? headers['x-clear-client-secret']}`,
    );

  it('are got once, shared, and changed once when they have expired', async () => {
    const { milaan, requests } = await meet(
      [
        token('a', null),
        GOOD,
        GOOD,
        GOOD,
        fail(401, 'token_expired', { 'x-should-retry': 'false' }),
        token('b', null),
        GOOD,
      ],
      secret,
    );
    await Promise.all([milaan.getSettings(), milaan.getSettings(), milaan.getSettings()]);
    await milaan.getSettings();
    expect(linesOf(requests)).toEqual([
      'token mcs_secret',
      'settings a',
      'settings a',
      'settings a',
      'settings a',
      'token mcs_secret',
      'settings b',
    ]);
  });

  it('that have expired again are an AuthenticationError', async () => {
    const { milaan, requests } = await meet(
      [token('a', null), fail(401, 'token_expired'), token('b', null), fail(401, 'token_expired')],
      secret,
    );
    expect(await errorOf(milaan.getSettings())).toMatchObject({ name: 'AuthenticationError', attempts: { length: 2 } });
    expect(requests).toHaveLength(4);
  });

  it('that were revoked fail the call, and the next call gets a new one', async () => {
    const { milaan, requests } = await meet(
      [token('a', null), fail(401, 'token_revoked'), token('b', null), GOOD],
      secret,
    );
    expect(await errorOf(milaan.getSettings())).toMatchObject({ code: 'token_revoked' });
    await milaan.getSettings();
    expect(linesOf(requests).slice(2)).toEqual(['token mcs_secret', 'settings b']);
  });

  it('are not thrown away because they do not cover a call', async () => {
    const { milaan, requests } = await meet([token('a', null), fail(401, 'scope_insufficient'), GOOD], secret);
    expect(await errorOf(milaan.getSettings())).toMatchObject({ code: 'scope_insufficient' });
    await milaan.getSettings();
    expect(requests).toHaveLength(3);
  });

  it.each([
    ['right', 'Sun, 22 Nov 2026 06:00:00 GMT', '2026-11-22T07:00:00.000Z'],
    ['ten days ahead of ours', 'Wed, 02 Dec 2026 06:00:00 GMT', '2026-12-02T07:00:00.000Z'],
    ['ten days behind ours', 'Thu, 12 Nov 2026 06:00:00 GMT', '2026-11-12T07:00:00.000Z'],
  ])('last as long as the server says, by a clock that is %s', async (_, date, validTill) => {
    const { milaan, clock, requests } = await meet(
      [token('a', validTill, date), GOOD, GOOD, token('b', null), GOOD],
      secret,
    );
    await milaan.getSettings();
    clock.advance(58 * 60_000);
    await milaan.getSettings();
    clock.advance(2 * 60_000);
    await milaan.getSettings();
    expect(linesOf(requests).slice(1)).toEqual(['settings a', 'settings a', 'token mcs_secret', 'settings b']);
  });

  it('cannot be had: the call fails with what the token endpoint said', async () => {
    const { milaan } = await meet([fail(401, 'client_secret_invalid')], secret);
    const error = await errorOf(milaan.getSettings());
    expect(error).toMatchObject({
      name: 'AuthenticationError',
      code: 'client_secret_invalid',
      operation: 'getAuthToken',
    });
    expect(JSON.stringify(error)).not.toContain('mcs_secret');
  });
});
