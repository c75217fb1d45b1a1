import { defineErrors } from '../define-errors.ts';

const retryNow = { retryable: true, hasRetryAfter: false } as const;
const later = { retryable: true, hasRetryAfter: true } as const;

/** 500: a fault of ours. */
export const INTERNAL = defineErrors(500, {
  internal_error: {
    ...retryNow,
    title: 'Something went wrong on our side',
    detail: 'Something went wrong on our side; the request id leads to what is known about it.',
    doc: 'A fault in Milaan itself, never in the request. What could be rolled back was rolled back. A keyed request may be sent again with the same key. If it happens again, report the `requestId`: the log of the server has the rest under it.',
    example: {},
  },
});

/** 502: a service behind us answered nonsense. */
export const BAD_GATEWAY = defineErrors(502, {
  upstream_invalid_response: {
    ...retryNow,
    title: 'A service behind us answered nonsense',
    detail: 'The {upstream} gave an answer that cannot be used.',
    doc: 'A service on which Milaan depends, the GST provider or the object store, answered something that cannot be used. `metadata.upstream` names the kind of service. Send the request again with growing pauses.',
    example: { metadata: { upstream: 'GST provider' } },
  },
});

/** 503: we cannot serve now. */
export const UNAVAILABLE = defineErrors(503, {
  draining: {
    ...later,
    title: 'The server is shutting down',
    detail: 'The server is finishing its last requests and takes no new ones.',
    doc: 'This server is being stopped or replaced: it finishes what it has accepted and takes nothing new. Another one takes over; send the request again after `Retry-After` on a new connection.',
    example: { retryAfterMs: 2000 },
  },
  overloaded: {
    ...later,
    title: 'The server is overloaded',
    detail: 'The server has more to do than it can do in time.',
    doc: 'The server has so much to do that it turns new requests away before they slow down those already accepted. Nothing was begun. Send the request again after `Retry-After`, with growing pauses.',
    example: { retryAfterMs: 1000 },
  },
  database_unavailable: {
    ...later,
    title: 'The database is away',
    detail: 'The database cannot be reached.',
    doc: 'The server runs, but its database does not answer or answers too slowly. Nothing was stored. Send the request again after `Retry-After`; a keyed request is never done twice.',
    example: { retryAfterMs: 5000 },
  },
  storage_unavailable: {
    ...later,
    title: 'The storage is away',
    detail: 'The storage of files cannot be reached.',
    doc: 'The server runs, but the place where files are kept does not answer or is full. Nothing was stored. Send the request again after `Retry-After`.',
    example: { retryAfterMs: 5000 },
  },
});

/** 504: a service behind us was too slow. */
export const GATEWAY_TIMEOUT = defineErrors(504, {
  upstream_timeout: {
    ...retryNow,
    title: 'A service behind us was too slow',
    detail: 'The {upstream} did not answer in time.',
    doc: 'A service on which Milaan depends, the GST provider or the object store, did not answer in time. `metadata.upstream` names the kind of service. Send the request again with growing pauses.',
    example: { metadata: { upstream: 'GST provider' } },
  },
});
