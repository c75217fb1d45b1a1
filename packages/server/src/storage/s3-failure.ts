import { StorageAnswerInvalid, type StorageFailure, StorageTimeout, StorageUnavailable } from './storage-failure.ts';

/** What the SDK and Node put on their errors; any of it may be missing. */
interface Clues {
  readonly name: string;
  readonly code: unknown;
  readonly status: number | undefined;
}

const numberAt = (holder: unknown, name: string): number | undefined => {
  if (typeof holder !== 'object' || holder === null || !(name in holder)) return undefined;
  const value: unknown = Reflect.get(holder, name);
  return typeof value === 'number' ? value : undefined;
};

function cluesOf(error: unknown): Clues {
  if (!(error instanceof Error)) return { name: '', code: undefined, status: undefined };
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const response: unknown = '$response' in error ? error.$response : undefined;
  return {
    name: error.name,
    code: 'code' in error ? error.code : undefined,
    status: numberAt(response, 'statusCode') ?? numberAt(metadata, 'httpStatusCode'),
  };
}

/** Whether S3 says that there is no such object. A missing bucket is something else. */
export function saysMissing(error: unknown): boolean {
  const { name, status } = cluesOf(error);
  return name === 'NoSuchKey' || name === 'NotFound' || (status === 404 && name !== 'NoSuchBucket');
}

/** What a failure of the SDK means. Who is refused by S3 has wrong settings, which the caller of an API can only wait out. */
export function failureOf(error: unknown): StorageFailure {
  const { name, code, status } = cluesOf(error);
  // The SDK's errors carry the whole request with them; a log must not get it.
  const cause = new Error(`${name}: ${error instanceof Error ? error.message.slice(0, 200) : ''}`);
  const said = typeof code === 'string' ? code : name;
  if (name === 'TimeoutError' || code === 'ETIMEDOUT') {
    return new StorageTimeout('S3 did not answer in time.', said, { cause });
  }
  if (status !== undefined && status >= 400) {
    return new StorageUnavailable(`S3 answered ${status}.`, `${status} ${name}`, { cause });
  }
  // Codes such as ECONNREFUSED; the SDK's own errors of reading an answer have none.
  if (typeof code === 'string') return new StorageUnavailable('S3 cannot be reached.', said, { cause });
  if (name === 'CredentialsProviderError') {
    return new StorageUnavailable('There are no credentials for S3.', said, { cause });
  }
  return new StorageAnswerInvalid('S3 answered what cannot be read.', said, { cause });
}
