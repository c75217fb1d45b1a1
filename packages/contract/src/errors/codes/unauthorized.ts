import { defineErrors } from '../define-errors.ts';

const once = { retryable: false, hasRetryAfter: false } as const;
const tokenRefused = { scheme: 'Bearer', error: 'invalid_token' } as const;

/** 401: no valid permission was shown. Nothing was done; get a token that covers the request. */
export const UNAUTHORIZED = defineErrors(401, {
  token_missing: {
    ...once,
    title: 'No auth token was sent',
    detail:
      'The request has neither an x-cleartax-auth-token header nor an Authorization: Bearer header; get a token from GET /integration/v1/authz/token.',
    doc: 'The operation needs an auth token, and none was sent. Get one from `GET /integration/v1/authz/token` with the client secret, and send it as `x-cleartax-auth-token: <token>` or `Authorization: Bearer <token>`.',
    challenge: { scheme: 'Bearer' },
    example: { param: 'x-cleartax-auth-token' },
  },
  token_invalid: {
    ...once,
    title: 'The auth token is invalid',
    detail: 'The auth token is not valid: {reason}.',
    doc: 'The auth token is not one of this server: it was cut off, mixed up with a client secret, or comes from another installation. The same answer is given when two different tokens are sent in one request. `metadata.reason` says what is wrong, as far as the text itself shows it. Send the token alone, as it was given out; if that does not help, get a new one.',
    challenge: tokenRefused,
    example: { param: 'x-cleartax-auth-token', metadata: { reason: 'this server gave out no such token' } },
  },
  token_expired: {
    ...once,
    title: 'The auth token has expired',
    detail: 'The auth token expired at {expiredAt}.',
    doc: 'The time given by `valid_till` is past. Get a new token; a client that gets one shortly before `valid_till` never sees this code.',
    challenge: tokenRefused,
    example: { param: 'x-cleartax-auth-token', metadata: { expiredAt: '2026-10-31T18:30:00.000Z' } },
  },
  token_revoked: {
    ...once,
    title: 'The auth token was revoked',
    detail: 'The auth token was revoked at {revokedAt}.',
    doc: 'A newer token was given out for the same client, which revokes the older one, or the client itself was revoked. If several programs share one client they revoke each other; give each of them a client of its own.',
    challenge: tokenRefused,
    example: { param: 'x-cleartax-auth-token', metadata: { revokedAt: '2026-10-31T18:30:00.000Z' } },
  },
  client_secret_invalid: {
    ...once,
    title: 'The client secret is invalid',
    detail: 'The client secret is not valid: {reason}.',
    doc: 'The token endpoint needs the client secret in `x-clear-client-secret`. It is missing, is something else, belongs to no client, or its client was revoked; `metadata.reason` says what is wrong, as far as the text itself shows it. The secret is shown once, by `milaan client create`; if it is lost, create another client.',
    challenge: { scheme: 'ClientSecret' },
    example: { param: 'x-clear-client-secret', metadata: { reason: 'no active client has it' } },
  },
  scope_insufficient: {
    ...once,
    title: 'The auth token does not cover this request',
    detail: 'The auth token does not cover {missing}.',
    doc: 'The token is valid, but its client may not do this: the operation is not among its scopes, or the PAN is not among its PANs. `metadata.missing` names what it lacks. Use a client that covers it, or have one created.',
    challenge: { scheme: 'Bearer', error: 'insufficient_scope' },
    example: { metadata: { missing: 'the scope config:write', scope: 'config:write' } },
  },
  upload_url_expired: {
    ...once,
    title: 'The upload URL has expired',
    detail: 'The upload URL expired at {expiredAt}.',
    doc: 'An upload URL is valid for ten minutes; the upload has to begin within them. Ask for a new URL and upload again.',
    challenge: { scheme: 'SignedUrl', error: 'invalid_token' },
    example: { metadata: { expiredAt: '2026-10-31T18:30:00.000Z' } },
  },
  upload_url_invalid: {
    ...once,
    title: 'The upload URL is invalid',
    detail: 'The upload URL was not signed by this server or was altered.',
    doc: 'The signature of the URL does not fit the rest of it. Use the URL exactly as it was given, with its whole query string, with the method PUT and the content type that it was asked for.',
    challenge: { scheme: 'SignedUrl', error: 'invalid_token' },
    example: {},
  },
  file_url_expired: {
    ...once,
    title: 'The URL of the file has expired',
    detail: 'The URL of the file expired at {expiredAt}.',
    doc: 'The URL of a result file or an error file is valid for 24 hours. Read the workflow or the ingestion again: each reading gives fresh URLs of the same files.',
    challenge: { scheme: 'SignedUrl', error: 'invalid_token' },
    example: { metadata: { expiredAt: '2026-10-31T18:30:00.000Z' } },
  },
  file_url_invalid: {
    ...once,
    title: 'The URL of the file is invalid',
    detail: 'The URL of the file was not signed by this server or was altered.',
    doc: 'The signature of the URL does not fit the rest of it. Use the URL exactly as the workflow or the ingestion gave it, with its whole query string.',
    challenge: { scheme: 'SignedUrl', error: 'invalid_token' },
    example: {},
  },
});
