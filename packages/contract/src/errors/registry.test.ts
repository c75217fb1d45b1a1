import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Challenge } from './define-errors.ts';
import { exampleProblem } from './problem.ts';
import {
  type CodesOfStatus,
  ERROR_CODES,
  ERRORS,
  type ErrorCode,
  type ErrorEntry,
  isErrorCode,
  type StatusOf,
} from './registry.ts';
import { type ErrorStatus, isStatus, isSuccessStatus, STATUSES, type Status } from './statuses.ts';

/** The starting set of the specification. A code of it may never go away. */
const PROMISED: Readonly<Record<number, string>> = {
  400: 'parameter_missing parameter_invalid parameter_unknown body_malformed body_too_large media_type_unsupported request_malformed resource_missing route_unknown method_not_allowed idempotency_key_invalid idempotency_key_reused period_range_invalid gstin_invalid gstin_not_of_pan ask_empty webhook_url_refused',
  401: 'token_missing token_invalid token_expired token_revoked client_secret_invalid scope_insufficient upload_url_expired upload_url_invalid file_url_expired file_url_invalid',
  402: 'file_not_uploaded file_unreadable configuration_missing govt_data_missing govt_data_incomplete gstn_session_required gstn_access_denied workflow_failed workflow_cancelled workflow_not_finished quota_exhausted',
  409: 'workflow_pending ingestion_pending idempotency_key_in_use version_mismatch task_finished',
  429: 'rate_limit_requests rate_limit_concurrency token_quota_exhausted queue_full',
  500: 'internal_error',
  502: 'upstream_invalid_response',
  503: 'draining overloaded database_unavailable storage_unavailable',
  504: 'upstream_timeout',
};

const rows: [ErrorCode, ErrorEntry & { readonly challenge?: Challenge }][] = ERROR_CODES.map((code) => [
  code,
  ERRORS[code],
]);

describe('the closed list', () => {
  it('has these statuses and no other', () => {
    expect(Object.keys(STATUSES)).toEqual([
      '200',
      '201',
      '400',
      '401',
      '402',
      '409',
      '429',
      '500',
      '502',
      '503',
      '504',
    ]);
    expect([204, 302, 304, 403, 404, 405, 413, 415, 422, 431, 501].filter(isStatus)).toEqual([]);
    expect(Object.keys(STATUSES).map(Number).filter(isSuccessStatus)).toEqual([200, 201]);
  });

  it('keeps every promised code under its status', () => {
    const promised = Object.entries(PROMISED).flatMap(([status, codes]) =>
      codes.split(' ').map((code) => [code, Number(status)]),
    );
    expect(rows.map(([code, { status }]) => [code, status])).toEqual(expect.arrayContaining(promised));
    expect(rows).toHaveLength(promised.length);
  });

  it('knows its codes and nothing that an object inherits', () => {
    expect(isErrorCode('workflow_pending')).toBe(true);
    expect(['toString', '__proto__', 'constructor', 'not_found', ''].filter(isErrorCode)).toEqual([]);
  });
});

describe.each(rows)('%s', (code, entry) => {
  it('is named and told as every code is', () => {
    expect(code).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    expect(entry.title).toMatch(/^[A-Z][^.]+$/);
    expect(entry.detail).toMatch(/^[A-Z{].+\.$/);
    expect(entry.doc).toMatch(/^[A-Z`].{80,}\.$/);
  });

  it('says whether to retry as its status does', () => {
    const { status, retryable, hasRetryAfter } = entry;
    if (status < 409) expect({ retryable, hasRetryAfter }).toEqual({ retryable: false, hasRetryAfter: false });
    if (status === 409) expect(hasRetryAfter).toBe(retryable);
    if (status === 429 || status === 503)
      expect({ retryable, hasRetryAfter }).toEqual({ retryable: true, hasRetryAfter: true });
    if (status === 500 || status === 502 || status === 504)
      expect({ retryable, hasRetryAfter }).toEqual({ retryable: true, hasRetryAfter: false });
  });

  it('asks for credentials exactly when it is a 401', () =>
    expect(entry.challenge !== undefined).toBe(entry.status === 401));

  it('has an example without gaps', () => {
    const example = exampleProblem(code);
    expect(example.detail).not.toMatch(/[{}]|undefined|null/);
    expect(example.retryAfterMs !== null).toBe(entry.hasRetryAfter);
  });
});

describe('the compiler', () => {
  it('knows the closed list', () => {
    expectTypeOf<Status>().toEqualTypeOf<200 | 201 | 400 | 401 | 402 | 409 | 429 | 500 | 502 | 503 | 504>();
    expectTypeOf<ErrorStatus>().toEqualTypeOf<400 | 401 | 402 | 409 | 429 | 500 | 502 | 503 | 504>();
    expectTypeOf<404>().not.toExtend<Status>();
  });

  it('knows the status of each code', () => {
    expectTypeOf<StatusOf<'workflow_pending'>>().toEqualTypeOf<409>();
    expectTypeOf<CodesOfStatus<504>>().toEqualTypeOf<'upstream_timeout'>();
    expectTypeOf<CodesOfStatus<404>>().toEqualTypeOf<never>();
    expectTypeOf<'not_found'>().not.toExtend<ErrorCode>();
    expectTypeOf<string>().not.toExtend<ErrorCode>();
  });
});
