import type { ErrorCode } from '../errors/registry.ts';

/**
 * The codes that come from the layers in front of a handler. An operation lists the groups of the layers that it has,
 * then its own codes.
 */

/** Every operation: the socket, the query, `Accept`, the limits, a fault of ours, a server that cannot serve now. */
export const EVERY_OPERATION = [
  'request_malformed',
  'parameter_unknown',
  'media_type_unsupported',
  'rate_limit_requests',
  'internal_error',
  'draining',
  'overloaded',
] as const satisfies readonly ErrorCode[];

/** Operations behind credentials of any kind: looked up in the database, and open to simulation. */
export const WITH_CREDENTIALS = ['parameter_invalid', 'database_unavailable'] as const satisfies readonly ErrorCode[];

/** Operations behind an auth token. */
export const WITH_TOKEN = [
  ...WITH_CREDENTIALS,
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_revoked',
  'scope_insufficient',
  'rate_limit_concurrency',
] as const satisfies readonly ErrorCode[];

/** Operations that read a body of JSON. */
export const WITH_JSON_BODY = [
  'parameter_missing',
  'body_malformed',
  'body_too_large',
] as const satisfies readonly ErrorCode[];

/** Every POST: it accepts an `Idempotency-Key`. */
export const WITH_IDEMPOTENCY_KEY = [
  'idempotency_key_invalid',
  'idempotency_key_reused',
  'idempotency_key_in_use',
] as const satisfies readonly ErrorCode[];

/** Operations that store or hand out files: the medium is away, answers nonsense, or is too slow. */
export const WITH_STORAGE = [
  'storage_unavailable',
  'upstream_invalid_response',
  'upstream_timeout',
] as const satisfies readonly ErrorCode[];

/**
 * Codes with which a workflow or an ingestion fails that was accepted: no request is answered with them, the resource shows
 * them as its `error`, and a webhook tells them.
 */
export const OF_TASKS = [
  'file_unreadable',
  'govt_data_incomplete',
  'gstn_session_required',
  'gstn_access_denied',
] as const satisfies readonly ErrorCode[];

/** Requests that reach no operation; every operation's own list is without them. */
export const WITHOUT_OPERATION = [
  'request_malformed',
  'route_unknown',
  'method_not_allowed',
  'rate_limit_requests',
  'internal_error',
  'draining',
  'overloaded',
] as const satisfies readonly ErrorCode[];
