import type { ErrorCode, OperationId } from '../generated/contract.ts';

/** What is asked for: a call of the contract, or a file behind a signed URL. */
export type CallName = OperationId | 'uploadFile' | 'downloadFile';

/**
 * How an attempt ended. `answered`: with an answer that says what is wrong. `unreachable`: no answer began.
 * `cut-off`: it began and did not end. `timed-out`: it took longer than an attempt may. `garbled`: what came is not
 * what was promised, such as a page of a proxy.
 */
export type AttemptEnd = 'answered' | 'unreachable' | 'cut-off' | 'timed-out' | 'garbled';

/** One attempt that did not succeed, as an error keeps it. */
export interface AttemptRecord {
  /** The first is 1. */
  readonly attempt: number;
  /** When it began, ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly end: AttemptEnd;
  /** Of the answer, where there was one. */
  readonly status: number | null;
  readonly code: ErrorCode | null;
  readonly requestId: string | null;
  /** What went wrong, in a few words. */
  readonly reason: string;
  /** What followed: the wait in milliseconds before the next attempt, or null after the last one. */
  readonly waitMs: number | null;
}

export interface RetryEvent {
  readonly operation: CallName;
  /** The attempt that failed. */
  readonly failed: AttemptRecord;
  /** How long the client waits before the next one, in milliseconds. */
  readonly waitMs: number;
  /** Who decided on that wait. */
  readonly source: 'token' | 'retry-after' | 'rate-limit' | 'backoff';
}

export type OnRetry = (event: RetryEvent) => void;
