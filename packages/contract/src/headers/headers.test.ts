import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleProblem, problem } from '../errors/problem.ts';
import { acceptsAnyOf } from './accept.ts';
import { readCallerRequestId } from './caller-request-id.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { problemHeaders } from './problem-headers.ts';
import { rateLimitHeaders } from './rate-limit.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { readSimulation } from './simulate.ts';

describe('Retry-After', () => {
  it('is whole seconds, never 0, never early, and less than a second late', () =>
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e9, noNaN: true }), (waitMs) => {
        const seconds = retryAfterSeconds(waitMs);
        expect(Number.isInteger(seconds) && seconds >= 1).toBe(true);
        expect(seconds * 1000).toBeGreaterThanOrEqual(waitMs);
        expect(seconds * 1000 - waitMs).toBeLessThan(1000);
      }),
    ));

  it('is 1 where a wait makes no sense', () => expect([0, -5, Number.NaN].map(retryAfterSeconds)).toEqual([1, 1, 1]));
});

describe('RateLimit', () => {
  const state = { name: 'requests', quota: 100, windowSeconds: 60, remaining: 57, resetMs: 11_200 };

  it('has the syntax of the draft', () =>
    expect(rateLimitHeaders(state)).toEqual({
      'ratelimit-policy': '"requests";q=100;w=60',
      ratelimit: '"requests";r=57;t=12',
    }));

  it('promises no part of a request and no time before now', () =>
    expect(rateLimitHeaders({ ...state, remaining: -0.5, resetMs: -3 }).ratelimit).toBe('"requests";r=0;t=0'));

  it('never names a later moment than the Retry-After of the same wait', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (resetMs) => {
        const t = /t=(\d+)/.exec(rateLimitHeaders({ ...state, resetMs }).ratelimit)?.[1];
        expect(retryAfterSeconds(resetMs)).toBeGreaterThanOrEqual(Number(t));
      }),
    ));
});

describe('the headers of a problem', () => {
  it('always say what it is, that it is not stored and whether to retry', () =>
    expect(problemHeaders(problem('internal_error'))).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-should-retry': 'true',
    }));

  it('say how long to wait', () =>
    expect(problemHeaders(problem('overloaded', { retryAfterMs: 1001 }))['retry-after']).toBe('2'));

  it('ask for credentials', () => {
    const challenge = (headers: Record<string, string>) => headers['www-authenticate'];
    expect(challenge(problemHeaders(problem('token_missing')))).toBe('Bearer realm="milaan"');
    expect(challenge(problemHeaders(exampleProblem('token_invalid')))).toBe(
      'Bearer realm="milaan", error="invalid_token"',
    );
    const insufficient = problem('scope_insufficient', {
      metadata: { missing: 'the scope config:write', scope: 'config:write' },
    });
    expect(challenge(problemHeaders(insufficient))).toBe(
      'Bearer realm="milaan", error="insufficient_scope", scope="config:write"',
    );
  });

  it('list the methods that a path has', () =>
    expect(
      problemHeaders(problem('method_not_allowed', { metadata: { method: 'PUT', allow: 'GET, HEAD' } })).allow,
    ).toBe('GET, HEAD'));
});

describe('Idempotency-Key', () => {
  const keyOf = (header: string | undefined) => {
    const reading = readIdempotencyKey(header);
    return reading.ok ? reading.key : reading.problem.code;
  };

  it.each([
    [undefined, null],
    ['a-1', 'a-1'],
    ['"a-1"', 'a-1'],
    ['"a\\"b"', 'a"b'],
    ['x'.repeat(255), 'x'.repeat(255)],
  ])('reads %j as %j', (header, key) => expect(keyOf(header)).toBe(key));

  it.each([[''], ['""'], ['"a'], ['a b'], ['"a b"'], ['a, b'], ['é'], ['x'.repeat(256)], [`"${'x'.repeat(256)}"`]])(
    'refuses %j',
    (header) => expect(keyOf(header)).toBe('idempotency_key_invalid'),
  );
});

describe('X-Request-Id', () => {
  it('is kept when it is fit for a log', () => {
    expect(readCallerRequestId('abc-123')).toBe('abc-123');
    expect([undefined, '', 'a b', 'a\nb', 'é', 'x'.repeat(256)].map(readCallerRequestId)).toEqual(Array(6).fill(null));
  });
});

describe('x-milaan-simulate', () => {
  it.each([
    ['overloaded', { code: 'overloaded', latencyMs: 0 }],
    ['latency=250', { code: null, latencyMs: 250 }],
    ['overloaded, latency=250', { code: 'overloaded', latencyMs: 250 }],
    ['latency=0,overloaded', { code: 'overloaded', latencyMs: 0 }],
    ['overloaded; latency=250', { code: 'overloaded', latencyMs: 250 }],
    [' overloaded  latency=250 ', { code: 'overloaded', latencyMs: 250 }],
  ])('%j orders %j', (header, simulation) => expect(readSimulation(header)).toEqual({ ok: true, simulation }));

  it.each([
    [''],
    ['not_found'],
    ['latency=-1'],
    ['latency=30001'],
    ['latency=1,latency=2'],
    ['overloaded,draining'],
    ['overloaded,'],
    ['overloaded draining'],
    ['toString'],
  ])('refuses %j', (header) => {
    const reading = readSimulation(header);
    expect(reading.ok ? null : [reading.fault.code, reading.fault.metadata.param]).toEqual([
      'parameter_invalid',
      'x-milaan-simulate',
    ]);
  });
});

describe('Accept', () => {
  const JSON_TYPES = ['application/json'];
  it.each([
    [undefined],
    [''],
    ['*/*'],
    ['application/json'],
    ['text/html, application/*;q=0.1'],
    ['APPLICATION/JSON; q=0.5'],
    ['application/problem+json'],
  ])('%j lets us answer', (header) => expect(acceptsAnyOf(header, JSON_TYPES)).toBe(true));
  it.each([
    ['text/html'],
    ['application/json;q=0'],
    ['application/json;q=0, */*'],
    ['image/*'],
    ['application/xml, text/*'],
  ])('%j does not', (header) => expect(acceptsAnyOf(header, JSON_TYPES)).toBe(false));

  it.each([
    ['text/event-stream', true],
    ['text/*', true],
    ['*/*', true],
    [undefined, true],
    ['application/json', false],
    ['text/event-stream;q=0, */*', false],
  ])('%j and a stream of events: %j', (header, isAccepted) =>
    expect(acceptsAnyOf(header, ['text/event-stream'])).toBe(isAccepted),
  );

  it('is never too narrow for a file, whose type is not known', () =>
    expect(acceptsAnyOf('image/png', ['*/*'])).toBe(true));
});
