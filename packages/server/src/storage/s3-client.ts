import { S3Client } from '@aws-sdk/client-s3';
import type { S3Settings } from './s3-settings.ts';

const ATTEMPTS = 3;

/** A client for S3, or for the server that speaks its language at `endpoint`. */
export function createS3Client(settings: S3Settings, endpoint: string | undefined): S3Client {
  const { region, pathStyle, credentials, timeoutMs } = settings;
  const client = new S3Client({
    region,
    forcePathStyle: pathStyle,
    maxAttempts: ATTEMPTS,
    // Checksums of AWS's own making are refused by other servers of S3's language.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: timeoutMs,
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: timeoutMs,
    },
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === null ? {} : { credentials }),
  });
  askOnceInVain(client);
  return client;
}

/** A server that hangs is not asked again here: three waits outlast the request that waits for them. */
function askOnceInVain({ config }: S3Client): void {
  const { retryStrategy } = config;
  config.retryStrategy = async () => {
    const usual = await retryStrategy();
    if (!('refreshRetryTokenForRetry' in usual)) return usual;
    return {
      acquireInitialRetryToken: (scope) => usual.acquireInitialRetryToken(scope),
      recordSuccess: (token) => usual.recordSuccess(token),
      refreshRetryTokenForRetry: async (token, info) => {
        if (Object(info.error).name === 'TimeoutError') throw info.error;
        return usual.refreshRetryTokenForRetry(token, info);
      },
    };
  };
}
