import { defineErrors } from '../define-errors.ts';

const later = { retryable: true, hasRetryAfter: true } as const;

/** 429: too many requests came too quickly. A client that waits for Retry-After and comes alone succeeds. */
export const TOO_MANY_REQUESTS = defineErrors(429, {
  rate_limit_requests: {
    ...later,
    title: 'Too many requests',
    detail: 'More than {limit} requests came within {windowSeconds} seconds.',
    doc: 'The token, or the address of a caller without one, has spent its requests. `RateLimit` says on every answer how many are left and when there are more; `Retry-After` says how long to wait now. Spread the requests, and back off exponentially when several processes share a token.',
    example: { metadata: { limit: 100, windowSeconds: 60 }, retryAfterMs: 12_000 },
  },
  rate_limit_concurrency: {
    ...later,
    title: 'Too many requests at the same time',
    detail: 'The workspace already has {limit} requests running.',
    doc: 'So many requests of the workspace are running that another one would slow them all down. Wait for answers before sending more, with at most `metadata.limit` open requests.',
    example: { metadata: { limit: 16 }, retryAfterMs: 1000 },
  },
  token_quota_exhausted: {
    ...later,
    title: 'No more tokens today',
    detail: 'The client has got its {limit} tokens of today; more can be had from {resetAt}.',
    doc: 'A client secret can be changed into 288 tokens a day (UTC), one every five minutes. A token is meant to be kept until its `valid_till`: keep it, and get the next one only then. The last token that was given out is still valid.',
    example: { metadata: { limit: 288, resetAt: '2026-11-01T00:00:00.000Z' }, retryAfterMs: 19_800_000 },
  },
  queue_full: {
    ...later,
    title: 'The queue is full',
    detail: 'The queue of the workspace holds {limit} tasks, as many as it may.',
    doc: 'The workspace has as many tasks waiting as it may have. Nothing was accepted. Send the request again after `Retry-After`, when some have ended.',
    example: { metadata: { limit: 1000 }, retryAfterMs: 30_000 },
  },
});
