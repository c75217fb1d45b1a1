import {
  type AnswerBytes,
  type Problem,
  problemHeaders,
  rateLimitHeaders,
  SIMULATED_HEADER,
  type Status,
  waitingAtLeast,
} from '@milaan/contract';
import type { Exchange } from './exchange.ts';
import { createProblemText } from './problem-text.ts';

/** An answer as plain data: becomes a `Response`, or bytes on a socket where there is no request to respond to. */
export interface Answer {
  readonly status: Status;
  /** Names in lower case; the length of the body among them, where it is known. */
  readonly headers: Readonly<Record<string, string>>;
  /** Only an answer of success can be bytes. */
  readonly body: AnswerBytes;
}

/** An answer that is all there: what an idempotency record can keep and a bare socket can be sent. */
export type TextAnswer = Answer & { readonly body: string };

export const JSON_MEDIA_TYPE = 'application/json';

/** On every answer: nothing is cached, guessed, framed or told to another site. */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

const STRICT_TRANSPORT = { 'strict-transport-security': 'max-age=31536000' } as const;

export interface BytesToAnswer {
  readonly status: Status;
  readonly body: AnswerBytes;
  readonly mediaType: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface AnswerMaker {
  /** An answer of success; the body is JSON text. */
  success(exchange: Exchange, status: Status, body: string, headers?: Readonly<Record<string, string>>): TextAnswer;
  /** An answer of success that is not JSON: a file, or a stream of events. */
  bytes(exchange: Exchange, answer: BytesToAnswer): Answer;
  problem(exchange: Exchange, failure: Problem): TextAnswer;
}

/** The length of a body in bytes, where it is known. */
const lengthOf = (body: AnswerBytes): string | null =>
  body instanceof ReadableStream ? null : String(typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength);

/**
 * Adds the headers that tell of the request itself, and of the body. To the object that was given: copying a row of
 * headers for each answer costs more than writing them.
 */
function tellOf(
  { requestId, limit, simulation }: Exchange,
  body: AnswerBytes,
  headers: Record<string, string>,
): Record<string, string> {
  headers['request-id'] = requestId;
  const length = lengthOf(body);
  if (length !== null) headers['content-length'] = length;
  if (limit !== null) {
    const fields = rateLimitHeaders(limit);
    headers['ratelimit-policy'] = fields['ratelimit-policy'];
    headers.ratelimit = fields.ratelimit;
  }
  if (simulation !== null) headers[SIMULATED_HEADER] = simulation;
  return headers;
}

/** `baseUrl` is the server's public address without a slash at its end. */
export function createAnswerMaker(baseUrl: string): AnswerMaker {
  const always = baseUrl.startsWith('https:') ? { ...SECURITY_HEADERS, ...STRICT_TRANSPORT } : SECURITY_HEADERS;
  const problemText = createProblemText(baseUrl);
  return {
    success(exchange, status, body, extra) {
      const headers = tellOf(exchange, body, { 'content-type': JSON_MEDIA_TYPE, ...always });
      return { status, headers: extra === undefined ? headers : Object.assign(headers, extra), body };
    },
    bytes(exchange, { status, body, mediaType, headers }) {
      return { status, headers: tellOf(exchange, body, { 'content-type': mediaType, ...always, ...headers }), body };
    },
    problem(exchange, failure) {
      const { limit, requestId } = exchange;
      // Who comes back when Retry-After says must not be met by the limit that the same answer shows.
      const honest = limit === null ? failure : waitingAtLeast(failure, limit.resetMs);
      exchange.code = honest.code;
      exchange.failure = honest;
      const body = problemText(honest, requestId);
      const headers = tellOf(exchange, body, Object.assign(problemHeaders(honest), always));
      return { status: honest.status, headers, body };
    },
  };
}
