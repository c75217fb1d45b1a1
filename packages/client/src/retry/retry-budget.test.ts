import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemStep, type Step } from '../testing/fake-fetch.ts';
import { createTestClient } from '../testing/test-client.ts';
import { createRetryBudget, createRetryBudgets } from './retry-budget.ts';

describe('a budget', () => {
  it('is full with ten, never above, never below nothing, and a success is worth a tenth exactly', () => {
    const budget = createRetryBudget();
    budget.onSuccess();
    expect(budget.tokens).toBe(10);
    for (let failure = 0; failure < 12; failure++) budget.onFailure(1);
    expect(budget.tokens).toBe(0);
    for (let success = 0; success < 51; success++) budget.onSuccess();
    expect(budget.tokens).toBe(5.1);
  });

  it('belongs to a base URL', () => {
    const budgets = createRetryBudgets();
    budgets.of('https://a.test').onFailure(1);
    expect([budgets.of('https://a.test').tokens, budgets.of('https://b.test').tokens]).toEqual([9, 10]);
  });
});

const OUTCOMES: readonly { readonly step: Step; readonly cost: number }[] = [
  { step: {}, cost: 0 },
  { step: { isDropped: true }, cost: 1 },
  { step: problemStep(500, 'internal_error'), cost: 1 },
  { step: problemStep(429, 'rate_limit_requests', { 'retry-after': '1' }), cost: 0 },
  { step: problemStep(409, 'idempotency_key_in_use', { 'x-should-retry': 'true' }), cost: 0 },
  { step: problemStep(402, 'configuration_missing'), cost: 0 },
];

it('no sequence of calls and failures gets a retry out of a budget that is used up', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat({ max: OUTCOMES.length - 1 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      async (script, calls) => {
        const outcomeAt = (number: number) =>
          OUTCOMES[script[(number - 1) % script.length] ?? 0] ?? { step: {}, cost: 0 };
        const { milaan, sent } = createTestClient((_, number) => outcomeAt(number).step);
        for (let call = 0; call < calls; call++) await milaan.setSettings({ body: {} }).catch(() => {});
        // The same again, by hand: what was left when each request went out.
        let tenths = 100;
        for (const [at, { headers }] of sent.entries()) {
          const former = at === 0 ? null : outcomeAt(at);
          const isRetry = at > 0 && sent[at - 1]?.headers.get('idempotency-key') === headers.get('idempotency-key');
          if (isRetry && former?.cost === 1) expect(tenths).toBeGreaterThan(50);
          const { step, cost } = outcomeAt(at + 1);
          if (step.status === undefined && step.isDropped === undefined) tenths = Math.min(100, tenths + 1);
          tenths = Math.max(0, tenths - 10 * cost);
        }
      },
    ),
    { numRuns: 60 },
  ));
