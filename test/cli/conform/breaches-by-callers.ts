import type { ObservedResponse } from '../../../packages/contract/src/conformance/index.ts';
import type { Break } from '../../support/breaking-proxy.ts';
import {
  at,
  type Breach,
  code,
  isError,
  listIn,
  otherStatus,
  says,
  where,
  withHeader,
  withMembers,
  without,
  withStatus,
} from './changes.ts';

const somebody = (
  who: Breach['who'],
  only: string,
  rule: string,
  fallsShort: readonly string[],
  change: Break,
): Breach => ({ rule, only, who, fallsShort, change });

/** Rules that only a caller with credentials can see broken. */
export const BREACHES_BY_CALLERS: readonly Breach[] = [
  somebody(
    'secret',
    'token-endpoint',
    'the token has another name',
    ['token-endpoint', 'answer-success'],
    where(at('GET', 'authz/token'), (answer) =>
      answer.status === 200 ? { ...answer, body: '{"token":"x"}' } : answer,
    ),
  ),
  somebody(
    'live',
    'token-works',
    'Bearer is not understood',
    ['token-works', 'answer-status'],
    where(says(/authorization: Bearer/i), withStatus(403)),
  ),
  somebody('live', 'token-works', 'no RateLimit', ['answer-rate-limit'], without('ratelimit')),
  somebody(
    'live',
    'token-works',
    'RateLimit of an older draft',
    ['answer-rate-limit'],
    withHeader('ratelimit', 'limit=100, remaining=57, reset=12'),
  ),
  somebody(
    'live',
    'faults-collected',
    'the first fault only',
    ['faults-collected'],
    where(isError, (answer) => withMembers({ errors: listIn(answer, 'errors').slice(0, 1) })(answer)),
  ),
  otherStatus('live', 'resource-missing', 'an unknown id is 404', ['resource_missing', 404]),
  somebody(
    'live',
    'resource-missing',
    'nobody says which id',
    ['resource-missing'],
    where(code('resource_missing'), withMembers({ param: null })),
  ),
  otherStatus('live', 'bodies', 'a bad body is 422', ['body_malformed', 422], ['body-malformed', 'body-too-deep']),
  otherStatus('live', 'bodies', 'a media type is 415', ['media_type_unsupported', 415], ['content-type-unsupported']),
  otherStatus(
    'live',
    'bodies',
    'a large body is 413',
    ['body_too_large', 413],
    ['body-too-large', 'body-too-large-chunked'],
  ),
  somebody(
    'sandbox',
    'idempotency-replay',
    'a replay does not say so',
    ['idempotency-replay'],
    without('idempotent-replayed'),
  ),
  otherStatus('sandbox', 'idempotency-reused', 'a key may be used again', ['idempotency_key_reused', 422]),
  somebody('sandbox', 'idempotency-at-once', 'two at once are done twice', ['idempotency-at-once'], twice()),
  somebody(
    'sandbox',
    'idempotency-refusal-not-kept',
    'a refusal uses its key up',
    ['idempotency-refusal-not-kept'],
    withHeader('idempotent-replayed', 'true'),
  ),
  otherStatus('sandbox', 'idempotency-key-invalid', 'any key is taken', ['idempotency_key_invalid', 422]),
  somebody(
    'sandbox',
    'simulate-every-code',
    'a code cannot be had',
    ['simulate-every-code', 'answer-master-row'],
    where(code('workflow_pending'), withStatus(429)),
  ),
  somebody(
    'sandbox',
    'simulate-headers',
    'Retry-After is a date',
    ['simulate-headers', 'answer-wait'],
    where(code('draining'), withHeader('retry-after', 'Sun, 22 Nov 2026 00:00:00 GMT')),
  ),
  somebody(
    'sandbox',
    'simulate-headers',
    'Retry-After is 0',
    ['simulate-headers', 'answer-wait'],
    where(code('draining'), withHeader('retry-after', '0')),
  ),
  somebody(
    'live',
    'live-ignores-simulation',
    'a live token orders answers',
    ['live-ignores-simulation'],
    where(says(/x-milaan-simulate/i), withHeader('milaan-simulated', 'upstream_timeout')),
  ),
];

/** Answers a refused or repeated one of two as if it had been done, too. */
function twice(): Break {
  let done: ObservedResponse | null = null;
  return (answer, { method }) => {
    if (method !== 'POST') return answer;
    if (answer.status === 200 && answer.headers['idempotent-replayed'] === undefined) done = answer;
    if (answer.status === 200 || done === null)
      return without('original-request')(without('idempotent-replayed')(answer));
    return { ...done, headers: { ...done.headers, 'request-id': answer.headers['request-id'] ?? '' } };
  };
}
