import type { Problem } from '../errors/problem.ts';
import { ERRORS, type ErrorEntry } from '../errors/registry.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { wwwAuthenticate } from './www-authenticate.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The headers that a failure brings with it, names in lower case; `request-id` and the limits are added by the server. */
export function problemHeaders(failure: Problem): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': PROBLEM_MEDIA_TYPE,
    'cache-control': 'no-store',
    'x-should-retry': String(failure.retryable),
  };
  const entry: ErrorEntry & { readonly challenge?: Parameters<typeof wwwAuthenticate>[0] } = ERRORS[failure.code];
  if (failure.retryAfterMs !== null) headers['retry-after'] = String(retryAfterSeconds(failure.retryAfterMs));
  if (entry.challenge !== undefined) headers['www-authenticate'] = wwwAuthenticate(entry.challenge, failure.metadata);
  const { allow } = failure.metadata;
  if (failure.code === 'method_not_allowed' && typeof allow === 'string') headers.allow = allow;
  return headers;
}
