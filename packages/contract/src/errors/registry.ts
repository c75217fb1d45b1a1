import { BAD_REQUEST } from './codes/bad-request.ts';
import { CONFLICT } from './codes/conflict.ts';
import { REQUEST_FAILED } from './codes/request-failed.ts';
import { BAD_GATEWAY, GATEWAY_TIMEOUT, INTERNAL, UNAVAILABLE } from './codes/server-errors.ts';
import { TOO_MANY_REQUESTS } from './codes/too-many-requests.ts';
import { UNAUTHORIZED } from './codes/unauthorized.ts';

/** The Error Code Master: every code that Milaan can answer with. A code is never renamed and never reused. */
export const ERRORS = Object.freeze({
  ...BAD_REQUEST,
  ...UNAUTHORIZED,
  ...REQUEST_FAILED,
  ...CONFLICT,
  ...TOO_MANY_REQUESTS,
  ...INTERNAL,
  ...BAD_GATEWAY,
  ...UNAVAILABLE,
  ...GATEWAY_TIMEOUT,
});

/** A code of the master. Any other string is a compile error wherever a code is wanted. */
export type ErrorCode = keyof typeof ERRORS;

/** The row of a code, with all its literal types. */
export type ErrorEntry<Code extends ErrorCode = ErrorCode> = (typeof ERRORS)[Code];

/** The one status of a code. */
export type StatusOf<Code extends ErrorCode> = ErrorEntry<Code>['status'];

/** Every code that has this status. */
export type CodesOfStatus<S extends number> = {
  [Code in ErrorCode]: StatusOf<Code> extends S ? Code : never;
}[ErrorCode];

/** Every code, in the order of the master. */
export const ERROR_CODES: readonly ErrorCode[] = Object.freeze(
  Object.keys(ERRORS) as ErrorCode[], // Object.keys forgets the keys
);

/** True for a code of the master. */
export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(ERRORS, text);
