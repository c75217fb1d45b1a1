import { randomUUID } from 'node:crypto';
import { pause } from './seeded.ts';

// biome-ignore lint/suspicious/noExplicitAny: read as any client would that knows no types
export type Json = any;

export interface Answered {
  readonly status: number;
  readonly json: Json;
}

/** A caller that never gives up: it sends the same request under the same key until it is answered for good. */
export interface PatientCaller {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  put(url: string, bytes: Uint8Array): Promise<Answered>;
  bytes(url: string): Promise<Buffer>;
}

const RETRY_MS = 100;

/** `urls` are tried in turn, as a balancer would. Answers that nobody should get are put into `wrong`. */
export function createPatientCaller(
  urls: readonly string[],
  secret: string,
  wrong: string[],
  attemptMs = 20_000,
): PatientCaller {
  let token: string | null = null;
  let turn = 0;
  const base = () => urls[turn++ % urls.length] ?? '';

  const attempt = async (url: string, init: RequestInit): Promise<Response | null> => {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.timeout(attemptMs) });
    } catch {
      return null;
    }
  };
  const untilAnswered = async <Result>(
    send: () => Promise<Response | null>,
    read: (response: Response) => Promise<Result>,
  ): Promise<{ readonly status: number; readonly result: Result }> => {
    for (;;) {
      const response = await send();
      if (response !== null) {
        const { status } = response;
        if (status < 500 && status !== 429) {
          try {
            return { status, result: await read(response) };
          } catch {
            // It was killed in the middle of its answer.
          }
        } else {
          const text = await response.text().catch(() => '');
          if (text.includes('internal_error')) wrong.push(text);
        }
      }
      await pause(RETRY_MS);
    }
  };
  const tokenNow = async (): Promise<string> => {
    if (token !== null) return token;
    const { result } = await untilAnswered(
      () => attempt(`${base()}/integration/v1/authz/token`, { headers: { 'x-clear-client-secret': secret } }),
      async (response) => (await response.json()) as Json,
    );
    token = String(result.access_token);
    return token;
  };
  const call = async (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string) => {
    const auth = { 'x-cleartax-auth-token': await tokenNow() };
    for (;;) {
      const { status, result } = await untilAnswered(
        () =>
          attempt(base() + path, { method, headers: { ...headers, ...auth }, ...(body === undefined ? {} : { body }) }),
        async (response) => (await response.json()) as Json,
      );
      if (status !== 409 || result.retryable !== true) return { status, json: result };
      await pause(RETRY_MS);
    }
  };
  return {
    get: (path, headers = {}) => call('GET', path, headers),
    post: (path, body, headers = {}) =>
      call(
        'POST',
        path,
        { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
        JSON.stringify(body),
      ),
    async put(url, bytes) {
      const { status, result } = await untilAnswered(
        () => attempt(url, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: new Uint8Array(bytes) }),
        (response) => response.text(),
      );
      return { status, json: result };
    },
    async bytes(url) {
      const { status, result } = await untilAnswered(
        () => attempt(url, {}),
        async (response) => Buffer.from(await response.arrayBuffer()),
      );
      if (status !== 200) throw new Error(`${url} answered ${status}.`);
      return result;
    },
  };
}
