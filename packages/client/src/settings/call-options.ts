import type { OnRetry } from '../http/attempt-record.ts';

/** What can be decided for all calls of a client, and again for a single one. Times in milliseconds. */
export interface RetryOptions {
  /** How often a call is sent again after its first attempt; 0 really means never. Default 2. */
  readonly maxRetries?: number | undefined;
  /** How long one attempt may take until its whole answer is there. Default 30 s; a file's upload 15 minutes. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How long the call may take in all, waits included; a wait that does not fit is not begun. Default 180 s. */
  readonly totalTimeoutMs?: number | undefined;
  /** The longest wait that a server may ask for; a longer one fails at once, with the date in the error. Default 60 s. */
  readonly longestWaitMs?: number | undefined;
  /** Told before each wait for another attempt. */
  readonly onRetry?: OnRetry | undefined;
}

/** What a single call may be given. */
export interface CallOptions extends RetryOptions {
  /** Ends the request or the wait at once; the call then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Of a POST; made by the client where it is not given, and kept over all attempts. 1 to 255 visible ASCII characters. */
  readonly idempotencyKey?: string | undefined;
  /** Further headers, such as `x-milaan-simulate` with sandbox credentials. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}
