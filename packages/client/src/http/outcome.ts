import type { Problem } from '../generated/contract.ts';
import type { RetryHints } from '../retry/retry-hints.ts';
import type { Failure } from '../retry/should-retry.ts';
import type { AttemptEnd } from './attempt-record.ts';

/** What one attempt needs to know. */
export interface Target {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | null;
  /** What is wanted of a success: its JSON, nothing but that it came, or its bytes as they come. */
  readonly wants: 'json' | 'nothing' | 'stream';
  /** False wherever a header holds a secret, which must not go where a redirect points. */
  readonly followsRedirects: boolean;
}

export interface Success {
  readonly isSuccess: true;
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | null;
  readonly hints: RetryHints;
  /** The JSON; null when something else was wanted. */
  readonly body: unknown;
  /** The bytes, still arriving; null when they were not wanted. Whoever takes them has to read or cancel them. */
  readonly stream: ByteStream | null;
}

/** Bytes that are still arriving. */
export interface ByteStream {
  /** The next piece, or null at the end. Rejects when the connection breaks, or nothing comes for too long. */
  next(): Promise<Uint8Array | null>;
  cancel(): void;
}

/** An attempt without success: what the decision sees, and what the error tells. */
export interface Failed {
  readonly isSuccess: false;
  readonly end: AttemptEnd;
  readonly failure: Failure;
  readonly status: number | null;
  readonly problem: Problem | null;
  readonly requestId: string | null;
  readonly reason: string;
  readonly cause: unknown;
}

export type Outcome = Success | Failed;

export const noAnswer = (
  end: AttemptEnd,
  reason: string,
  cause: unknown = undefined,
  found: { readonly status?: number; readonly requestId?: string | null } = {},
): Failed => ({
  isSuccess: false,
  end,
  failure: { kind: 'no-answer' },
  status: found.status ?? null,
  problem: null,
  requestId: found.requestId ?? null,
  reason,
  cause,
});
