import { LIMITS } from '../limits.ts';

/** The caller's `X-Request-Id` if it is fit for the log: at most 255 visible ASCII characters; otherwise null. */
export const readCallerRequestId = (header: string | undefined): string | null =>
  header !== undefined && header.length <= LIMITS.callerRequestIdLength && /^[\x21-\x7e]+$/.test(header)
    ? header
    : null;
