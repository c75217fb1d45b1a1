import type { Clock } from '../injected/clock.ts';
import type { CallGate } from '../retry/call-gate.ts';
import type { RetryBudget } from '../retry/retry-budget.ts';
import type { ResolvedRetry } from '../settings/settings.ts';
import type { CallName } from './attempt-record.ts';
import type { CallLimit } from './call-limit.ts';
import type { Failed, Target } from './outcome.ts';

/** What gives a call its token, and takes back one that is no longer good. */
export interface TokenSource {
  /** True when a new token can be had in place of an expired one. */
  readonly canChange: boolean;
  get(limit: CallLimit): Promise<string>;
  forget(token: string): void;
}

/** The parts that all calls of a client share. */
export interface Machine {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly random: () => number;
}

/** One call, ready to be sent as often as needed. */
export interface Call {
  readonly operation: CallName;
  /** The request with its token; null for a call that needs none. */
  readonly targetOf: (token: string | null) => Target;
  readonly tokens: TokenSource | null;
  /** Null for calls that no common limit counts. */
  readonly gate: CallGate<Failed> | null;
  /** True for a call that the server holds open on purpose. */
  readonly isLong: boolean;
  readonly budget: RetryBudget;
  readonly retry: ResolvedRetry;
  readonly signal: AbortSignal | undefined;
  readonly idempotencyKey: string | null;
}
