import { errorOfDeadline, errorOfFailure } from '../errors/error-of-failure.ts';
import type { Clock } from '../injected/clock.ts';
import type { CallGate, GatePass } from '../retry/call-gate.ts';
import type { RetryBudget } from '../retry/retry-budget.ts';
import { budgetCostOf, type RetryDecision, type StopReason, shouldRetry } from '../retry/should-retry.ts';
import type { ResolvedRetry } from '../settings/settings.ts';
import { attempt } from './attempt.ts';
import type { AttemptRecord, CallName } from './attempt-record.ts';
import { type CallLimit, createCallLimit } from './call-limit.ts';
import type { Failed, Success, Target } from './outcome.ts';

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

/** These say that one kind of call has to wait, not all of them. */
const OF_ONE_OPERATION: ReadonlySet<string> = new Set(['token_quota_exhausted', 'queue_full']);

/** After these the token is good for no call. Not so after `scope_insufficient`: another token would cover no more. */
const SPENT_TOKEN: ReadonlySet<string> = new Set(['token_expired', 'token_revoked', 'token_invalid']);

/**
 * Sends a call until it succeeds or may not be sent again.
 * @throws {MilaanError} with all attempts; or the reason of the caller's signal
 */
export async function send(call: Call, machine: Machine): Promise<Success> {
  const limit = createCallLimit(call.retry.totalTimeoutMs, call.signal, machine.clock);
  try {
    return await sendWithin(limit, call, machine);
  } finally {
    limit.end();
  }
}

async function sendWithin(limit: CallLimit, call: Call, machine: Machine): Promise<Success> {
  const { clock } = machine;
  const attempts: AttemptRecord[] = [];
  let retriesMade = 0;
  let mayChangeToken = call.tokens?.canChange === true;
  const factsOf = (stoppedBecause: StopReason | null, retryAtMs: number | null) => ({
    operation: call.operation,
    idempotencyKey: call.idempotencyKey,
    attempts,
    stoppedBecause,
    retryAtMs,
    nowMs: clock.nowMs(),
  });
  for (;;) {
    const pass = await enterGate(call, limit);
    if ('cause' in pass) throw errorOfFailure(pass.cause, factsOf('wait-too-long', pass.opensAtMs));
    if (limit.signal.aborted || clock.nowMs() >= limit.deadlineMs) {
      pass.leave(true);
      limit.throwIfAborted();
      throw errorOfDeadline(factsOf('deadline', null));
    }
    const { outcome, startedMs, token } = await sendOnce(call, limit, machine, pass);
    limit.throwIfAborted();
    if (outcome.isSuccess) {
      call.budget.onSuccess();
      if (outcome.hints.rateLimit?.remaining === 0) call.gate?.close(outcome.hints.rateLimit.resetMs, null);
      return outcome;
    }
    if (token !== null && SPENT_TOKEN.has(outcome.problem?.code ?? '')) call.tokens?.forget(token);
    call.budget.onFailure(budgetCostOf(outcome.failure));
    const state = {
      retriesMade,
      maxRetries: call.retry.maxRetries,
      deadlineMs: limit.deadlineMs,
      longestWaitMs: call.retry.longestWaitMs,
      budgetTokens: call.budget.tokens,
      mayChangeToken,
    };
    const nowMs = clock.nowMs();
    const decision = shouldRetry(state, outcome.failure, nowMs, machine.random());
    const record = recordOf(outcome, attempts.length + 1, startedMs, nowMs, decision);
    attempts.push(record);
    if (outcome.status === 429) closeGate(call, outcome, decision, nowMs);
    if (decision.action === 'stop') throw errorOfFailure(outcome, factsOf(decision.reason, decision.retryAtMs));
    if (decision.action === 'change-token') {
      mayChangeToken = false;
      call.retry.onRetry({ operation: call.operation, failed: record, waitMs: 0, source: 'token' });
      continue;
    }
    retriesMade++;
    const { waitMs, source } = decision;
    call.retry.onRetry({ operation: call.operation, failed: record, waitMs, source });
    await clock.sleep(waitMs, limit.signal);
    limit.throwIfAborted();
  }
}

const OPEN: GatePass = { leave: () => {} };

const enterGate = async (call: Call, { signal, deadlineMs }: CallLimit) =>
  call.gate === null
    ? OPEN
    : call.gate.enter({
        signal,
        deadlineMs,
        longestWaitMs: call.retry.longestWaitMs,
        holdsPlace: !call.isLong,
      });

async function sendOnce(call: Call, limit: CallLimit, machine: Machine, pass: GatePass) {
  let wasThrottled = true;
  try {
    const token = call.tokens === null ? null : await call.tokens.get(limit);
    const startedMs = machine.clock.nowMs();
    const { attemptTimeoutMs } = call.retry;
    const context = { ...machine, timeoutMs: attemptTimeoutMs, signal: limit.signal, caller: call.signal };
    const outcome = await attempt(call.targetOf(token), context);
    wasThrottled = outcome.status === 429;
    return { outcome, startedMs, token };
  } finally {
    pass.leave(wasThrottled);
  }
}

function closeGate({ gate, retry }: Call, failed: Failed, decision: RetryDecision, nowMs: number): void {
  if (gate === null || OF_ONE_OPERATION.has(failed.problem?.code ?? '')) return;
  const retryAtMs = decision.action === 'retry' ? nowMs + decision.waitMs : null;
  const untilMs = decision.action === 'stop' ? decision.retryAtMs : retryAtMs;
  const waitMs = (untilMs ?? nowMs) - nowMs;
  // Behind a wait that no call would sit out nobody queues: each asks for itself.
  if (waitMs > 0 && waitMs <= retry.longestWaitMs) gate.close(waitMs, failed);
}

const recordOf = (
  { end, status, problem, requestId, reason }: Failed,
  number: number,
  startedMs: number,
  nowMs: number,
  decision: RetryDecision,
): AttemptRecord => ({
  attempt: number,
  startedAt: new Date(startedMs).toISOString(),
  durationMs: Math.round(nowMs - startedMs),
  end,
  status,
  code: problem?.code ?? null,
  requestId,
  reason,
  waitMs: decision.action === 'retry' ? decision.waitMs : decision.action === 'change-token' ? 0 : null,
});
