import { randomUUID } from 'node:crypto';
import { SIMULATE_HEADER } from '@milaan/contract';
import type { ObservedRequest, ObservedResponse } from '@milaan/contract/conformance';
import { codeIn } from './body-members.ts';
import { ServerLost } from './server-lost.ts';
import type { Talk, Talked, Wire, WireFailure, WireOutcome } from './wire.ts';

/** What is sent to a path of the API. */
export interface PlainRequest {
  readonly method: string;
  /** From `/integration` on, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isChunked?: true;
  /** What is special about it, as words after method and path. */
  readonly with?: string;
}

/** A request and what became of it. */
export interface Reply {
  /** In words, without any secret. */
  readonly sent: string;
  readonly request: ObservedRequest;
  readonly response: ObservedResponse | null;
  /** Why there is no answer. */
  readonly failure: string | null;
  /** Some token was sent with it. */
  readonly hasToken: boolean;
}

export interface TalkReply extends Talked {
  readonly sent: string;
}

export interface Credentials {
  readonly clientSecret: string | null;
  readonly token: string | null;
  readonly isSandbox: boolean;
}

export interface SessionSettings {
  readonly baseUrl: URL;
  readonly credentials: Credentials;
  readonly wire: Wire;
  /** How long an ordinary conversation on a bare connection may take. */
  readonly talkMs: number;
  /** How long a server may let a client stall. */
  readonly stallMs: number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** The checks' way to the server: everything that is sent and comes passes here and is kept for the rules of all answers. */
export interface Session {
  readonly settings: SessionSettings;
  readonly seen: readonly Reply[];
  /** Sends, and waits and sends again where the server asks for it by 429 or 503. */
  send(request: PlainRequest): Promise<Reply>;
  /** The same with the token. */
  sendAs(token: string, request: PlainRequest): Promise<Reply>;
  /** `ask` says what the requests in the bytes are, as far as they are clear. */
  talk(
    sent: string,
    talk: Omit<Talk, 'patienceMs'> & { patienceMs?: number },
    asked?: ObservedRequest[],
  ): Promise<TalkReply>;
  /** A page of the same server, not judged as an answer of the API. */
  page(url: URL): Promise<WireOutcome>;
  newKey(): string;
}

const LONGEST_WAIT_S = 30;
const MOST_ATTEMPTS = 3;
/** So many requests in a row without an answer: the server has gone. The first of all decides whether there is one. */
const MOST_UNANSWERED = 3;
const GONE: ReadonlySet<WireFailure> = new Set(['unreachable', 'timed-out']);

export const TOKEN_HEADER = 'x-cleartax-auth-token';
export const SECRET_HEADER = 'x-clear-client-secret';

const UNCLEAR: ObservedRequest = { method: null, path: null };

/** A path of the API below the base URL. */
export const pathBelow = (baseUrl: URL, path: string): string => baseUrl.pathname.replace(/\/$/, '') + path;

/** The address of a path of the API below the base URL. */
export const urlOf = (baseUrl: URL, path: string): URL => new URL(pathBelow(baseUrl, path), baseUrl);

/** How long the server asks to wait, in seconds; null when it does not, or when the answer was ordered. */
function waitOf({ status, headers }: ObservedResponse, request: PlainRequest): number | null {
  const isOrdered = request.headers?.[SIMULATE_HEADER] !== undefined;
  const seconds = Number(headers['retry-after']);
  if ((status !== 429 && status !== 503) || isOrdered || !(seconds >= 1 && seconds <= LONGEST_WAIT_S)) return null;
  return seconds;
}

export function createSession(settings: SessionSettings): Session {
  const { wire, baseUrl } = settings;
  const seen: Reply[] = [];
  let unanswered = 0;

  const sendOnce = async (request: PlainRequest): Promise<Reply> => {
    const { method, path, headers = {}, body = null, isChunked = false } = request;
    const outcome = await wire.send({ method, url: urlOf(baseUrl, path), headers, body, isChunked });
    const words = request.with === undefined ? '' : ` with ${request.with}`;
    const hasToken = headers[TOKEN_HEADER] !== undefined || headers.authorization !== undefined;
    const asked = { sent: `${method} ${path}${words}`, request: { method, path }, hasToken };
    if ('response' in outcome) {
      unanswered = 0;
      const reply = { ...asked, response: outcome.response, failure: null };
      seen.push(reply);
      return reply;
    }
    unanswered = GONE.has(outcome.failure) ? unanswered + 1 : 0;
    if (seen.length === 0 || unanswered >= MOST_UNANSWERED) throw new ServerLost(baseUrl.href, outcome);
    return { ...asked, response: null, failure: outcome.reason };
  };

  const send = async (request: PlainRequest): Promise<Reply> => {
    for (let attempt = 1; ; attempt++) {
      const reply = await sendOnce(request);
      const wait = reply.response === null ? null : waitOf(reply.response, request);
      if (wait === null || attempt === MOST_ATTEMPTS) return reply;
      await settings.sleep(wait * 1000);
    }
  };

  return {
    settings,
    seen,
    send,
    sendAs: (token, request) => send({ ...request, headers: { [TOKEN_HEADER]: token, ...request.headers } }),
    async talk(sent, talk, asked = []) {
      const talked = await wire.talk(baseUrl, { patienceMs: settings.talkMs, ...talk });
      for (const [at, response] of talked.responses.entries())
        seen.push({ sent, request: asked[at] ?? UNCLEAR, response, failure: null, hasToken: false });
      return { sent, ...talked };
    },
    page: (url) => wire.send({ method: 'GET', url, headers: {}, body: null, isChunked: false }),
    newKey: () => `conform-${randomUUID()}`,
  };
}

/** The token does not cover the call: then nothing can be said about it. */
export const isUncovered = ({ response }: Reply): boolean =>
  response?.status === 401 && codeIn(response) === 'scope_insufficient';
