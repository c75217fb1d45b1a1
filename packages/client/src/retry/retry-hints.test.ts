import { describe, expect, it } from 'vitest';
import { readRetryHints } from './retry-hints.ts';

const NOW = Date.UTC(2026, 10, 22, 6);
const read = (headers: Record<string, string>, body: object | null = null) =>
  readRetryHints(new Headers(headers), body, NOW);
const utc = (ms: number) => new Date(ms).toUTCString();

describe('Retry-After', () => {
  it.each([
    ['1', 1000],
    [' 30 ', 30_000],
    ['86400', 86_400_000],
    [utc(NOW + 45_000), 45_000],
  ])('%j is a wait of %i ms', (value, waitMs) => expect(read({ 'retry-after': value }).retryAfterMs).toBe(waitMs));

  it.each([['0'], ['-5'], ['1.5'], ['soon'], [''], ['1e3'], ['0x10'], [utc(NOW - 1000)], ['9'.repeat(400)]])(
    '%j says nothing',
    (value) => expect(read({ 'retry-after': value }).retryAfterMs).toBeNull(),
  );

  it.each([-86_400_000, 86_400_000])('a date is by the clock of the server, which is %i ms off', (skewMs) => {
    const date = utc(NOW + skewMs);
    expect(read({ 'retry-after': utc(NOW + skewMs + 20_000), date }).retryAfterMs).toBe(20_000);
  });

  it('comes from the body where a browser hides the header, and from the header first', () => {
    expect(read({}, { retryAfterMs: 1500 }).retryAfterMs).toBe(1500);
    expect(read({ 'retry-after': '2' }, { retryAfterMs: 1500 }).retryAfterMs).toBe(2000);
    expect([null, '5', -1, Number.NaN].map((retryAfterMs) => read({}, { retryAfterMs }).retryAfterMs)).toEqual(
      Array(4).fill(null),
    );
  });
});

describe('X-Should-Retry', () => {
  it.each([
    ['true', true],
    [' False ', false],
    ['yes', null],
    ['', null],
  ])('%j is %j', (value, shouldRetry) => expect(read({ 'x-should-retry': value }).shouldRetry).toBe(shouldRetry));

  it('comes from the body where a browser hides the header', () => {
    expect(read({}, { retryable: false }).shouldRetry).toBe(false);
    expect(read({ 'x-should-retry': 'true' }, { retryable: false }).shouldRetry).toBe(true);
    expect(read({}, { retryable: 'no' }).shouldRetry).toBeNull();
  });
});

describe('RateLimit', () => {
  it.each([
    ['"requests";r=57;t=12', { remaining: 57, resetMs: 12_000 }],
    ['"requests"; r=0 ; t=3', { remaining: 0, resetMs: 3000 }],
    ['"requests";r=0', { remaining: 0, resetMs: 0 }],
    ['"a";r=5;t=1, "b";r=0;t=9, "c";r=0;t=4', { remaining: 0, resetMs: 9000 }],
    ['"requests";t=12', null],
    ['"requests";r=x;t=12', null],
    ['limit=100, remaining=0', null],
  ])('%j', (value, rateLimit) => expect(read({ ratelimit: value }).rateLimit).toEqual(rateLimit));
});
