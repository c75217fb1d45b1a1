import type { FakeClock } from './fake-clock.ts';

/** What the server does with one request. */
export interface Step {
  /** How long it takes, in milliseconds. */
  readonly tookMs?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of a body. */
  readonly text?: string;
  /** The connection breaks before the answer. */
  readonly isDropped?: boolean;
}

export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly atMs: number;
}

export interface FakeFetch {
  readonly fetch: typeof fetch;
  readonly sent: readonly SentRequest[];
}

/** An error answer as a server of the contract sends it. */
export function problemStep(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Step {
  const body = {
    type: `https://milaan.test/docs/errors/${code}`,
    title: code,
    status,
    detail: `It is ${code}.`,
    instance: '',
    code,
    param: null,
    errors: [],
    metadata: { a: 1 },
    requestId: 'req_1',
    retryable: status >= 429,
    retryAfterMs: null,
  };
  const shouldRetry = String(status === 429 || status >= 500);
  return {
    status,
    body,
    headers: {
      'content-type': 'application/problem+json',
      'x-should-retry': shouldRetry,
      'request-id': 'req_1',
      ...headers,
    },
  };
}

/** A network that follows a script, in the time of a fake clock. */
export function createFakeFetch(clock: FakeClock, answer: (request: SentRequest, number: number) => Step): FakeFetch {
  const sent: SentRequest[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const { method = 'GET', body = null, signal } = init ?? {};
      const request = { method, url: String(input), headers: new Headers(init?.headers), body, atMs: clock.nowMs() };
      const step = answer(request, sent.push(request));
      await Promise.resolve();
      clock.advance(step.tookMs ?? 0);
      signal?.throwIfAborted();
      if (step.isDropped === true) throw new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
      const isJson = step.text === undefined;
      const headers = { ...(isJson ? { 'content-type': 'application/json' } : {}), ...step.headers };
      return new Response(isJson ? JSON.stringify(step.body ?? {}) : step.text, {
        status: step.status ?? 200,
        headers,
      });
    },
  };
}
