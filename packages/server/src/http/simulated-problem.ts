import { type ErrorCode, exampleProblem, type Problem } from '@milaan/contract';
import type { Exchange } from './exchange.ts';

/** The answer of a code as a real request would see it, with the limit's fields in step with it. */
export function simulatedProblem(code: ErrorCode, exchange: Exchange): Problem {
  const failure = exampleProblem(code);
  if (code === 'rate_limit_requests' && exchange.limit !== null) {
    exchange.limit = { ...exchange.limit, remaining: 0, resetMs: failure.retryAfterMs ?? exchange.limit.resetMs };
  }
  return failure;
}
