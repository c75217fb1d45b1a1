import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_HINTS, type RetryHints } from './retry-hints.ts';
import { BUDGET_FLOOR, budgetCostOf, type Failure, type RetryState, shouldRetry } from './should-retry.ts';

const NOW = Date.UTC(2026, 10, 22);
const state = (over: Partial<RetryState> = {}): RetryState => ({
  retriesMade: 0,
  maxRetries: 2,
  deadlineMs: NOW + 180_000,
  longestWaitMs: 60_000,
  budgetTokens: 10,
  mayChangeToken: false,
  ...over,
});
const answer = (status: number, hints: Partial<RetryHints> = {}, code: string | null = null): Failure => ({
  kind: 'answer',
  status,
  code,
  hints: { ...NO_HINTS, ...hints },
});
const NO_ANSWER: Failure = { kind: 'no-answer' };
const decide = (failure: Failure, over: Partial<RetryState> = {}, random = 0.5) =>
  shouldRetry(state(over), failure, NOW, random);

describe('what is sent again', () => {
  it.each<readonly [string, Failure, boolean]>([
    ['no answer', NO_ANSWER, true],
    ...[400, 401, 402, 403, 404, 409].map((status) => [`${status}`, answer(status), false] as const),
    ...[429, 500, 502, 503, 504, 520].map((status) => [`${status}`, answer(status), true] as const),
    ['409 that says so', answer(409, { shouldRetry: true }), true],
    ['400 that says so', answer(400, { shouldRetry: true }), true],
    ['503 that says no', answer(503, { shouldRetry: false, retryAfterMs: 1000 }), false],
    ['429 that says no', answer(429, { shouldRetry: false }), false],
    ['a redirect', answer(0), false],
  ])('%s', (_, failure, isSentAgain) => expect(decide(failure).action).toBe(isSentAgain ? 'retry' : 'stop'));

  it('an expired token is changed once, at once, whatever X-Should-Retry says of the same request', () => {
    const expired = answer(401, { shouldRetry: false }, 'token_expired');
    expect(decide(expired, { mayChangeToken: true, maxRetries: 0 })).toEqual({ action: 'change-token' });
    expect(decide(expired)).toMatchObject({ action: 'stop', reason: 'not-retryable' });
    expect(decide(answer(401, {}, 'token_revoked'), { mayChangeToken: true }).action).toBe('stop');
    expect(decide(expired, { mayChangeToken: true, deadlineMs: NOW })).toMatchObject({ reason: 'deadline' });
  });

  it.each([
    ['not-retryable', answer(402), {}],
    ['retries-used-up', answer(500), { retriesMade: 2 }],
    ['retries-used-up', answer(500), { maxRetries: 0 }],
    ['budget-used-up', NO_ANSWER, { budgetTokens: BUDGET_FLOOR }],
    ['wait-too-long', answer(429, { retryAfterMs: 60_001 }), {}],
    ['deadline', answer(429, { retryAfterMs: 30_000 }), { deadlineMs: NOW + 30_000 }],
  ])('stops: %s', (reason, failure, over) => expect(decide(failure, over)).toMatchObject({ action: 'stop', reason }));

  it('says when a refused wait would be over', () => {
    const retryAtMs = NOW + 19_800_000;
    expect(decide(answer(429, { retryAfterMs: 19_800_000 }))).toEqual({
      action: 'stop',
      reason: 'wait-too-long',
      retryAtMs,
    });
  });

  it('a server that is busy but well takes nothing from the budget, and needs nothing of it', () => {
    for (const failure of [answer(429, { retryAfterMs: 1000 }), answer(409, { shouldRetry: true })]) {
      expect(budgetCostOf(failure)).toBe(0);
      expect(decide(failure, { budgetTokens: 0 }).action).toBe('retry');
    }
    expect([NO_ANSWER, answer(500), answer(503)].map(budgetCostOf)).toEqual([1, 1, 1]);
    expect([answer(503, { shouldRetry: false }), answer(400)].map(budgetCostOf)).toEqual([0, 0]);
  });
});

const ms = fc.integer({ min: 1, max: 120_000 });
const hints = fc.record({
  shouldRetry: fc.constantFrom(true, false, null),
  retryAfterMs: fc.option(ms),
  rateLimit: fc.option(
    fc.record({ remaining: fc.integer({ min: 0, max: 2 }), resetMs: fc.integer({ min: 0, max: 120_000 }) }),
  ),
});
const failures: fc.Arbitrary<Failure> = fc.oneof(
  fc.constant(NO_ANSWER),
  fc.record({
    kind: fc.constant('answer' as const),
    status: fc.constantFrom(0, 302, 400, 401, 402, 404, 409, 429, 500, 502, 503, 504),
    code: fc.constantFrom(null, 'token_expired', 'overloaded'),
    hints,
  }),
);
const states: fc.Arbitrary<RetryState> = fc.record({
  retriesMade: fc.integer({ min: 0, max: 5 }),
  maxRetries: fc.integer({ min: 0, max: 5 }),
  deadlineMs: fc.integer({ min: NOW - 1000, max: NOW + 200_000 }),
  longestWaitMs: fc.integer({ min: 0, max: 60_000 }),
  budgetTokens: fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10),
  mayChangeToken: fc.boolean(),
});
const randoms = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const everything = fc.tuple(states, failures, randoms);
const always = (check: (state: RetryState, failure: Failure, decision: ReturnType<typeof shouldRetry>) => void) =>
  fc.assert(
    fc.property(everything, ([at, failure, random]) => check(at, failure, shouldRetry(at, failure, NOW, random))),
    { numRuns: 3000 },
  );
const hintOf = (failure: Failure): number | null => {
  if (failure.kind === 'no-answer') return null;
  const { retryAfterMs, rateLimit } = failure.hints;
  return retryAfterMs ?? (rateLimit?.remaining === 0 && rateLimit.resetMs > 0 ? rateLimit.resetMs : null);
};

describe('whatever happens', () => {
  it('neither the number of retries, nor the deadline, nor the longest wait, nor the budget is exceeded', () =>
    always((at, failure, decision) => {
      if (decision.action !== 'retry') return;
      expect(at.retriesMade).toBeLessThan(at.maxRetries);
      expect(NOW + decision.waitMs).toBeLessThanOrEqual(at.deadlineMs);
      expect(hintOf(failure) ?? 0).toBeLessThanOrEqual(at.longestWaitMs);
      if (budgetCostOf(failure) > 0) expect(at.budgetTokens).toBeGreaterThan(BUDGET_FLOOR);
    }));

  it('X-Should-Retry: false is obeyed by everything but a change of the token', () =>
    always((_, failure, decision) => {
      if (failure.kind === 'answer' && failure.hints.shouldRetry === false) expect(decision.action).not.toBe('retry');
    }));

  it('a wait is never shorter than the server asked, at most a tenth and a second longer, and says who decided it', () =>
    always((_, failure, decision) => {
      const hint = hintOf(failure);
      if (decision.action !== 'retry' || hint === null) return;
      expect(decision.waitMs).toBeGreaterThanOrEqual(hint);
      expect(decision.waitMs).toBeLessThanOrEqual(hint + Math.min(hint / 10, 1000));
      const isRetryAfter = failure.kind === 'answer' && failure.hints.retryAfterMs !== null;
      expect(decision.source).toBe(isRetryAfter ? 'retry-after' : 'rate-limit');
    }));

  it('the own backoff lies between nothing and its bound, which doubles up to 20 s', () =>
    always((at, failure, decision) => {
      if (decision.action !== 'retry' || hintOf(failure) !== null) return;
      const isBusy = failure.kind === 'answer' && (failure.status === 429 || failure.status === 503);
      expect(decision.source).toBe('backoff');
      expect(decision.waitMs).toBeGreaterThanOrEqual(0);
      expect(decision.waitMs).toBeLessThanOrEqual(Math.min(20_000, (isBusy ? 1000 : 100) * 2 ** at.retriesMade));
    }));

  it('the same arguments give the same decision', () =>
    fc.assert(
      fc.property(everything, ([at, failure, random]) => {
        expect(shouldRetry(at, failure, NOW, random)).toEqual(shouldRetry(at, failure, NOW, random));
      }),
    ));
});

it('the jitter is full: the whole range is used evenly', () => {
  const waits = Array.from({ length: 1000 }, (_, at) => {
    const decision = decide(answer(503), { retriesMade: 1 }, at / 1000);
    return decision.action === 'retry' ? decision.waitMs : Number.NaN;
  });
  expect(Math.min(...waits)).toBe(0);
  expect(Math.max(...waits)).toBe(1998);
  expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeCloseTo(999, 0);
});
