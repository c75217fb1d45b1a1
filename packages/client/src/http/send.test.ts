import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConflictError, ConnectionError, MilaanError, RateLimitError, ServerError } from '../errors/milaan-error.ts';
import { problemStep, type Step } from '../testing/fake-fetch.ts';
import { createTestClient, errorOf } from '../testing/test-client.ts';
import type { RetryEvent } from './attempt-record.ts';

const DOWN = problemStep(503, 'overloaded', { 'retry-after': '2' });
const OK: Step = { body: { items: [] } };

describe('a call', () => {
  it('is sent again as the server asks, and says so', async () => {
    const events: RetryEvent[] = [];
    const { milaan, sent, clock } = createTestClient([DOWN, { isDropped: true }, OK]);
    await milaan.getSettings({ onRetry: (event) => events.push(event) });
    expect(sent).toHaveLength(3);
    expect(clock.sleeps).toEqual([2100, 100]);
    expect(events).toMatchObject([
      { operation: 'getSettings', waitMs: 2100, source: 'retry-after', failed: { attempt: 1, code: 'overloaded' } },
      { waitMs: 100, source: 'backoff', failed: { attempt: 2, end: 'unreachable', reason: 'read ECONNRESET' } },
    ]);
  });

  it('keeps one idempotency key and one body over all attempts, and takes another for another call', async () => {
    const { milaan, sent } = createTestClient([DOWN, { isDropped: true }, OK, OK]);
    const body = { userInputArgs: { pan: 'ABCDE1234F' } };
    await milaan.triggerWorkflow({ body });
    await milaan.triggerWorkflow({ body }, { idempotencyKey: 'mine' });
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys).toEqual([keys[0], keys[0], keys[0], 'mine']);
    expect(new Set(sent.map((request) => request.body))).toEqual(new Set([JSON.stringify(body)]));
  });

  it('has no key when it is no POST', async () => {
    const { milaan, sent } = createTestClient([OK]);
    await milaan.getSettings();
    expect(sent[0]?.headers.has('idempotency-key')).toBe(false);
  });

  it('with no retries is sent once', async () => {
    const { milaan, sent } = createTestClient([DOWN], { maxRetries: 0 });
    const error = await errorOf(milaan.getSettings());
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ stoppedBecause: 'retries-used-up', attempts: [{ attempt: 1, waitMs: null }] });
    expect(sent).toHaveLength(1);
  });

  it('tells the whole history when it fails', async () => {
    const { milaan, clock } = createTestClient([
      { ...DOWN, tookMs: 40 },
      { isDropped: true },
      problemStep(500, 'internal_error'),
    ]);
    const startedAt = new Date(clock.nowMs()).toISOString();
    const error = await errorOf(milaan.getSettings());
    expect(error).toMatchObject({
      name: 'ServerError',
      message: 'It is internal_error. [internal_error, req_1]',
      status: 500,
      requestId: 'req_1',
      retryable: true,
      metadata: { a: 1 },
      attempts: [
        { attempt: 1, startedAt, durationMs: 40, end: 'answered', status: 503, code: 'overloaded', waitMs: 2100 },
        { attempt: 2, durationMs: 0, end: 'unreachable', status: null, code: null, waitMs: 100 },
        { attempt: 3, end: 'answered', status: 500, code: 'internal_error', requestId: 'req_1', waitMs: null },
      ],
    });
  });
});

describe('409', () => {
  it('is sent again only when it says so', async () => {
    const inUse = problemStep(409, 'idempotency_key_in_use', { 'retry-after': '1', 'x-should-retry': 'true' });
    const first = createTestClient([inUse, OK]);
    await first.milaan.setSettings({ body: {} });
    expect(first.sent).toHaveLength(2);
    const second = createTestClient([problemStep(409, 'workflow_pending')]);
    expect(await errorOf(second.milaan.setSettings({ body: {} }))).toBeInstanceOf(ConflictError);
    expect(second.sent).toHaveLength(1);
  });
});

describe('time', () => {
  it('of one attempt is bounded, and the attempt made again', async () => {
    const { milaan, sent, clock } = createTestClient([{ tookMs: 30_001 }, OK]);
    await milaan.getSettings();
    expect(sent).toHaveLength(2);
    expect(clock.timers).toBe(0);
  });

  it('of the whole call is bounded', async () => {
    const { milaan, clock } = createTestClient([{ tookMs: 31_000 }], { totalTimeoutMs: 45_000 });
    const startedMs = clock.nowMs();
    const error = await errorOf(milaan.getSettings());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      code: 'deadline_exceeded',
      stoppedBecause: 'deadline',
      attempts: [{ end: 'timed-out' }, {}],
    });
    expect(clock.nowMs() - startedMs).toBeLessThan(45_000 + 31_000);
  });

  it('does not begin a wait that cannot fit', async () => {
    const { milaan, clock, sent } = createTestClient([problemStep(503, 'draining', { 'retry-after': '50' })], {
      totalTimeoutMs: 40_000,
    });
    const error = await errorOf(milaan.getSettings());
    expect(error).toMatchObject({
      stoppedBecause: 'deadline',
      retryAt: new Date(clock.nowMs() + 50_000),
      retryAfterMs: 50_000,
    });
    expect(clock.sleeps).toEqual([]);
    expect(sent).toHaveLength(1);
  });

  it('a wait of more than a minute fails at once, with the date', async () => {
    const { milaan, clock } = createTestClient([problemStep(429, 'rate_limit_requests', { 'retry-after': '3600' })]);
    const error = await errorOf(milaan.getSettings());
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ stoppedBecause: 'wait-too-long', retryAt: new Date(clock.nowMs() + 3_600_000) });
    expect(String(error)).toContain(new Date(clock.nowMs() + 3_600_000).toISOString());
  });
});

describe('a signal', () => {
  const reason = new Error('enough');

  it('ends the request', async () => {
    const controller = new AbortController();
    const { milaan, sent } = createTestClient(() => {
      controller.abort(reason);
      return OK;
    });
    expect(await errorOf(milaan.getSettings({ signal: controller.signal }))).toBe(reason);
    expect(sent).toHaveLength(1);
  });

  it('ends the wait', async () => {
    const controller = new AbortController();
    const { milaan, clock, sent } = createTestClient([DOWN]);
    const onRetry = () => controller.abort(reason);
    expect(await errorOf(milaan.getSettings({ signal: controller.signal, onRetry }))).toBe(reason);
    expect([sent.length, clock.timers]).toEqual([1, 0]);
  });

  it('that is aborted already lets nothing be sent', async () => {
    const { milaan, sent } = createTestClient([OK]);
    expect(await errorOf(milaan.getSettings({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(sent).toEqual([]);
  });
});

describe('the budget of a base URL', () => {
  it('ends the retries of all calls when a server fails too often, and comes back with successes', async () => {
    let isDown = true;
    const { milaan, sent, budgets } = createTestClient(() => (isDown ? problemStep(500, 'internal_error') : OK));
    const requestsOf = async (call: () => PromiseLike<unknown>) => {
      const before = sent.length;
      await errorOf(call());
      return sent.length - before;
    };
    const counts: number[] = [];
    for (let call = 0; call < 4; call++) counts.push(await requestsOf(() => milaan.getSettings()));
    expect(counts).toEqual([3, 2, 1, 1]);
    expect(budgets.of('https://milaan.test').tokens).toBe(3);
    isDown = false;
    for (let call = 0; call < 31; call++) await milaan.getSettings();
    expect(budgets.of('https://milaan.test').tokens).toBeCloseTo(6.1);
    isDown = true;
    expect(await requestsOf(() => milaan.getSettings())).toBe(2);
  });
});

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constant(OK),
  fc.record({ isDropped: fc.constant(true), tookMs: fc.integer({ min: 0, max: 40_000 }) }),
  fc
    .tuple(
      fc.constantFrom(400, 401, 402, 409, 429, 500, 502, 503, 504),
      fc.option(fc.integer({ min: 0, max: 90 })),
      fc.integer({ min: 0, max: 29_999 }),
    )
    .map(([status, seconds, tookMs]) => ({
      ...problemStep(status, 'internal_error', seconds === null ? {} : { 'retry-after': String(seconds) }),
      tookMs,
    })),
  fc.record({
    text: fc.constantFrom('<html>', '', '{"a":', 'null'),
    headers: fc.constantFrom({ 'content-type': 'text/html' }, { 'content-type': 'application/json' }),
  }),
);

it('whatever the server does: no attempt too many, none after the deadline, none too early, one key, one outcome', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(steps, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 1000, max: 120_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      async (script, maxRetries, totalTimeoutMs, random) => {
        const { milaan, sent, clock } = createTestClient(script, { maxRetries, totalTimeoutMs }, () => random);
        const startedMs = clock.nowMs();
        const outcome = await milaan.setSettings({ body: {} }).catch((error: unknown) => error);
        expect(sent.length).toBeLessThanOrEqual(maxRetries + 1);
        expect(sent.every(({ atMs }) => atMs < startedMs + totalTimeoutMs)).toBe(true);
        expect(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
        for (const [at, { atMs }] of sent.slice(1).entries()) {
          const seconds = Number(script[Math.min(at, script.length - 1)]?.headers?.['retry-after'] ?? 0);
          expect(atMs - (sent[at]?.atMs ?? 0)).toBeGreaterThanOrEqual(seconds * 1000);
        }
        if (outcome instanceof Error) {
          expect(outcome).toBeInstanceOf(MilaanError);
          expect(outcome).toMatchObject({ attempts: { length: sent.length } });
        }
        expect(clock.timers).toBe(0);
      },
    ),
    { numRuns: 500 },
  ));
