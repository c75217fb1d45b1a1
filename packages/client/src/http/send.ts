import { errorOfDeadline, errorOfFailure } from '../errors/error-of-failure.ts';
import { type GateNews, type GatePass, NO_NEWS } from '../retry/call-gate.ts';
import { NO_HINTS } from '../retry/retry-hints.ts';
import { budgetCostOf, type RetryDecision, type StopReason, shouldRetry } from '../retry/should-retry.ts';
import { attempt } from './attempt.ts';
import type { AttemptRecord, RetryEvent } from './attempt-record.ts';
import type { Call, Machine } from './call.ts';
import { type CallLimit, createCallLimit } from './call-limit.ts';
import type { Failed, Success } from './outcome.ts';

/** What a call has been through. */
interface History {
  readonly attempts: AttemptRecord[];
  retriesMade: number;
  mayChangeToken: boolean;
}

/** A call under way. */
interface Run {
  readonly call: Call;
  readonly machine: Machine;
  readonly limit: CallLimit;
  readonly history: History;
}

/** These say that one kind of call has to wait, not all of them. */
const OF_ONE_OPERATION: ReadonlySet<string> = new Set(['token_quota_exhausted', 'queue_full']);

/** After these the token is good for no call. Not so after `scope_insufficient`: another token would cover no more. */
const SPENT_TOKEN: ReadonlySet<string> = new Set(['token_expired', 'token_revoked', 'token_invalid']);

const OPEN: GatePass<Failed> = { leave: () => {} };

/**
 * Sends a call until it succeeds or may not be sent again.
 * @throws {MilaanError} with all attempts; or the reason of the caller's signal
 */
export async function send(call: Call, machine: Machine): Promise<Success> {
  const limit = createCallLimit(call.retry.totalTimeoutMs, call.signal, machine.clock);
  const history = { attempts: [], retriesMade: 0, mayChangeToken: call.tokens?.canChange === true };
  const run: Run = { call, machine, limit, history };
  try {
    for (;;) {
      const next = await sendOnce(run);
      if ('success' in next) return next.success;
      call.retry.onRetry(next);
      await machine.clock.sleep(next.waitMs, limit.signal);
    }
  } finally {
    limit.end();
  }
}

const factsOf = ({ call, machine, history }: Run, stoppedBecause: StopReason, retryAtMs: number | null) => ({
  operation: call.operation,
  idempotencyKey: call.idempotencyKey,
  attempts: history.attempts,
  stoppedBecause,
  retryAtMs,
  nowMs: machine.clock.nowMs(),
});

/** Through the gate, one attempt, and what follows of it: the success, or what is told of the next attempt. */
async function sendOnce(run: Run): Promise<{ readonly success: Success } | RetryEvent> {
  const { call, limit, machine } = run;
  const pass = await enterGate(call, limit);
  if ('cause' in pass) throw errorOfFailure(pass.cause, factsOf(run, 'wait-too-long', pass.opensAtMs));
  let news: GateNews<Failed> = NO_NEWS;
  try {
    limit.throwIfAborted();
    if (limit.signal.aborted || machine.clock.nowMs() >= limit.deadlineMs)
      throw errorOfDeadline(factsOf(run, 'deadline', null));
    const token = call.tokens === null ? null : await call.tokens.get(limit);
    const startedMs = machine.clock.nowMs();
    const outcome = await attempt(call.targetOf(token), {
      ...machine,
      timeoutMs: call.retry.attemptTimeoutMs,
      signal: limit.signal,
      caller: call.signal,
    });
    limit.throwIfAborted();
    if (outcome.isSuccess) {
      call.budget.onSuccess();
      news = { isServed: true, rateLimit: outcome.hints.rateLimit, pause: null };
      return { success: outcome };
    }
    if (token !== null && SPENT_TOKEN.has(outcome.problem?.code ?? '')) call.tokens?.forget(token);
    const decision = decide(outcome, run);
    news = newsOf(outcome, decision, run);
    return proceed(outcome, decision, startedMs, run);
  } finally {
    pass.leave(news);
  }
}

const enterGate = async ({ gate, retry, isLong }: Call, { signal, deadlineMs }: CallLimit) =>
  gate === null ? OPEN : gate.enter({ signal, deadlineMs, longestWaitMs: retry.longestWaitMs, holdsPlace: !isLong });

/** Takes the failure off the budget and asks what to do. */
function decide({ failure }: Failed, { call, limit, machine, history }: Run): RetryDecision {
  call.budget.onFailure(budgetCostOf(failure));
  const state = {
    retriesMade: history.retriesMade,
    maxRetries: call.retry.maxRetries,
    deadlineMs: limit.deadlineMs,
    longestWaitMs: call.retry.longestWaitMs,
    budgetTokens: call.budget.tokens,
    mayChangeToken: history.mayChangeToken,
  };
  return shouldRetry(state, failure, machine.clock.nowMs(), machine.random());
}

/** Keeps the attempt and does what was decided. @throws {MilaanError} when it is not sent again */
function proceed(failed: Failed, decision: RetryDecision, startedMs: number, run: Run): RetryEvent {
  const { call, history, machine } = run;
  const waitMs = decision.action === 'retry' ? decision.waitMs : 0;
  const record: AttemptRecord = {
    attempt: history.attempts.length + 1,
    startedAt: new Date(startedMs).toISOString(),
    durationMs: Math.round(machine.clock.nowMs() - startedMs),
    end: failed.end,
    status: failed.status,
    code: failed.problem?.code ?? null,
    requestId: failed.requestId,
    reason: failed.reason,
    waitMs: decision.action === 'stop' ? null : waitMs,
  };
  history.attempts.push(record);
  if (decision.action === 'stop') throw errorOfFailure(failed, factsOf(run, decision.reason, decision.retryAtMs));
  if (decision.action === 'change-token') history.mayChangeToken = false;
  else history.retriesMade++;
  const source = decision.action === 'retry' ? decision.source : 'token';
  return { operation: call.operation, failed: record, waitMs, source };
}

/** What a failure means for the other calls of the client. */
function newsOf(failed: Failed, decision: RetryDecision, { machine }: Run): GateNews<Failed> {
  const hints = failed.failure.kind === 'answer' ? failed.failure.hints : NO_HINTS;
  // `Retry-After` has the greater authority.
  const rateLimit = hints.retryAfterMs === null ? hints.rateLimit : null;
  if (failed.status !== 429) return { isServed: failed.end === 'answered', rateLimit, pause: null };
  if (OF_ONE_OPERATION.has(failed.problem?.code ?? '')) return { isServed: true, rateLimit, pause: null };
  const untilMs = decision.action === 'stop' ? decision.retryAtMs : null;
  const leftMs = untilMs === null ? 0 : untilMs - machine.clock.nowMs();
  const waitMs = decision.action === 'retry' ? decision.waitMs : leftMs;
  // Behind a wait that the call itself would not sit out nobody queues: each asks for itself.
  const isPause = waitMs > 0 && !(decision.action === 'stop' && decision.reason === 'wait-too-long');
  return { isServed: false, rateLimit, pause: isPause ? { waitMs, cause: failed } : null };
}
