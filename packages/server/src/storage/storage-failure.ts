import { type Problem, problem } from '@milaan/contract';

/** How long a caller waits before it asks the storage again. */
const RETRY_AFTER_MS = 5000;

const WHERE = { metadata: { upstream: 'object store' } } as const;

/** The medium of the objects failed: `problem` is the answer that a request gets, `code` what the log tells of it. */
export abstract class StorageFailure extends Error {
  /** As the medium says it, such as ENOSPC or AccessDenied. */
  readonly code: string;

  constructor(message: string, code: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  abstract readonly problem: Problem<'storage_unavailable' | 'upstream_invalid_response' | 'upstream_timeout'>;
}

/** It cannot be reached, is full, or refuses us. */
export class StorageUnavailable extends StorageFailure {
  override readonly name = 'StorageUnavailable';
  readonly problem = problem('storage_unavailable', { retryAfterMs: RETRY_AFTER_MS });
}

/** It answered what no object store answers. */
export class StorageAnswerInvalid extends StorageFailure {
  override readonly name = 'StorageAnswerInvalid';
  readonly problem = problem('upstream_invalid_response', WHERE);
}

/** It did not answer in time. */
export class StorageTimeout extends StorageFailure {
  override readonly name = 'StorageTimeout';
  readonly problem = problem('upstream_timeout', WHERE);
}

/** No failure of the medium: there is no such object. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';
  readonly key: string;

  constructor(key: string) {
    super(`There is no object ${key}.`);
    this.key = key;
  }
}
