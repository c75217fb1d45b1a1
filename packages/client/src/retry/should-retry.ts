import type { RetryHints } from './retry-hints.ts';

/** How an attempt failed, as far as the decision needs it. */
export type Failure =
  /** An answer that says what is wrong. */
  | { readonly kind: 'answer'; readonly status: number; readonly code: string | null; readonly hints: RetryHints }
  /** No answer, half of one, one that came too late, or one that makes no sense. */
  | { readonly kind: 'no-answer' };

/** Where a call stands when an attempt has failed. */
export interface RetryState {
  readonly retriesMade: number;
  readonly maxRetries: number;
  /** The moment by which the call has to be over, in milliseconds since 1970. */
  readonly deadlineMs: number;
  readonly longestWaitMs: number;
  /** What is left in the budget of the base URL, this failure already taken off. */
  readonly budgetTokens: number;
  /** True while the call may still change its token: it has a client secret and has not done so yet. */
  readonly mayChangeToken: boolean;
}

/** Why a call is not sent again. */
export type StopReason = 'not-retryable' | 'retries-used-up' | 'budget-used-up' | 'wait-too-long' | 'deadline';

export type RetryDecision =
  | { readonly action: 'retry'; readonly waitMs: number; readonly source: 'retry-after' | 'rate-limit' | 'backoff' }
  /** Get a new token and send the same again at once. */
  | { readonly action: 'change-token' }
  /** `retryAtMs`: when it would have made sense to come again, where a wait was the reason. */
  | { readonly action: 'stop'; readonly reason: StopReason; readonly retryAtMs: number | null };

/** Nothing is sent again while the budget holds no more than this: half of what it can hold. */
export const BUDGET_FLOOR = 5;

const BASE_MS = 100;
/** First step where a server is busy and does not say for how long. */
const BUSY_BASE_MS = 1000;
const CAP_MS = 20_000;
/** Clients that were told the same moment should not all come in it: up to a tenth later, at most this. */
const SPREAD_CAP_MS = 1000;

const stop = (reason: StopReason, retryAtMs: number | null = null): RetryDecision => ({
  action: 'stop',
  reason,
  retryAtMs,
});

/** True when the failure may pass by itself. `X-Should-Retry` overrules the status. */
function isRetryable(failure: Failure): boolean {
  if (failure.kind === 'no-answer') return true;
  return failure.hints.shouldRetry ?? (failure.status === 429 || failure.status >= 500);
}

/**
 * What a failure takes from the budget. Only signs of a service that is failing count: a 429 and a 409 come from one
 * that works and says when it has time.
 */
export const budgetCostOf = (failure: Failure): 0 | 1 =>
  isRetryable(failure) && (failure.kind === 'no-answer' || failure.status >= 500) ? 1 : 0;

/**
 * Decides whether, when and why a call is sent again. It knows no network and no clock: the same arguments give the
 * same decision. The order of authority: `X-Should-Retry`, `Retry-After`, the `t` of `RateLimit` when nothing is left,
 * then the client's own backoff with full jitter.
 *
 * @param random from 0 up to but not including 1
 */
export function shouldRetry(state: RetryState, failure: Failure, nowMs: number, random: number): RetryDecision {
  if (failure.kind === 'answer' && failure.status === 401 && failure.code === 'token_expired' && state.mayChangeToken)
    return nowMs < state.deadlineMs ? { action: 'change-token' } : stop('deadline');
  if (!isRetryable(failure)) return stop('not-retryable');
  const hint = hintOf(failure);
  const waitMs = hint?.waitMs ?? backoffMs(failure, state, random);
  const retryAtMs = nowMs + waitMs;
  if (hint !== null && waitMs > state.longestWaitMs) return stop('wait-too-long', retryAtMs);
  if (state.retriesMade >= state.maxRetries) return stop('retries-used-up', hint === null ? null : retryAtMs);
  if (budgetCostOf(failure) > 0 && state.budgetTokens <= BUDGET_FLOOR) return stop('budget-used-up');
  if (retryAtMs >= state.deadlineMs) return stop('deadline', hint === null ? null : retryAtMs);
  if (hint === null) return { action: 'retry', waitMs, source: 'backoff' };
  const room = Math.min(waitMs / 10, SPREAD_CAP_MS, state.deadlineMs - retryAtMs);
  return { action: 'retry', waitMs: waitMs + Math.floor(random * room), source: hint.source };
}

function hintOf(failure: Failure): { waitMs: number; source: 'retry-after' | 'rate-limit' } | null {
  if (failure.kind === 'no-answer') return null;
  const { retryAfterMs, rateLimit } = failure.hints;
  if (retryAfterMs !== null) return { waitMs: retryAfterMs, source: 'retry-after' };
  if (rateLimit !== null && rateLimit.remaining === 0 && rateLimit.resetMs > 0)
    return { waitMs: rateLimit.resetMs, source: 'rate-limit' };
  return null;
}

/** Full jitter: anything from nothing up to a bound that doubles, so that clients that failed together part. */
function backoffMs(failure: Failure, { retriesMade, longestWaitMs }: RetryState, random: number): number {
  const isBusy = failure.kind === 'answer' && (failure.status === 429 || failure.status === 503);
  const bound = Math.min(CAP_MS, longestWaitMs, (isBusy ? BUSY_BASE_MS : BASE_MS) * 2 ** retriesMade);
  return Math.floor(random * bound);
}
