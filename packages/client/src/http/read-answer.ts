import type { Clock } from '../injected/clock.ts';
import { readRetryHints } from '../retry/retry-hints.ts';
import { type AttemptHold, createByteStream } from './byte-stream.ts';
import { type Failed, noAnswer, type Outcome, type Success, type Target } from './outcome.ts';
import { readProblem } from './problem.ts';

export interface ReadContext {
  readonly clock: Clock;
  readonly idleMs: number;
  readonly hold: AttemptHold;
}

/** Far above any page of the contract; what is longer comes from no server of it. */
const MOST_JSON_BYTES = 64 * 1024 * 1024;

/** With which statuses the wanted comes. A part of a file is 206, which the contract does not have but stores do. */
const SUCCESS_STATUSES: Readonly<Record<Target['wants'], (status: number) => boolean>> = {
  json: (status) => status === 200 || status === 201,
  nothing: (status) => status >= 200 && status < 300,
  stream: (status) => status === 200 || status === 206,
};

/** @throws what the connection said when it broke, or when the text is longer than the bound */
async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
    bytes += piece.value.length;
    if (bytes > MOST_JSON_BYTES) throw new Error(`The answer is longer than ${MOST_JSON_BYTES} bytes.`);
    text += decoder.decode(piece.value, { stream: true });
  }
  return text + decoder.decode();
}

const mediaTypeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const isJson = (mediaType: string): boolean => /^application\/(?:[\w.-]+\+)?json$/.test(mediaType);

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Makes an outcome of a response. @throws what the connection said when it broke before the end of a success */
export async function readAnswer(response: Response, target: Target, context: ReadContext): Promise<Outcome> {
  if (!SUCCESS_STATUSES[target.wants](response.status)) return readFailure(response, context);
  const requestId = response.headers.get('request-id');
  const success = (found: Pick<Success, 'body' | 'stream'>): Success => ({
    isSuccess: true,
    status: response.status,
    headers: response.headers,
    requestId,
    hints: readRetryHints(response.headers, null, context.clock.nowMs()),
    ...found,
  });
  if (target.wants === 'stream') {
    const stream = createByteStream(response.body, context.idleMs, context.hold, context.clock);
    return success({ body: null, stream });
  }
  const text = await readText(response);
  if (target.wants === 'nothing') return success({ body: null, stream: null });
  const { status } = response;
  const mediaType = mediaTypeOf(response);
  const what = mediaType === '' ? 'no content type' : mediaType;
  if (!isJson(mediaType))
    return noAnswer('garbled', `${status} with ${what} in place of JSON`, undefined, { status, requestId });
  const parsed = parseJson(text);
  if (parsed === null || typeof parsed.value !== 'object' || parsed.value === null)
    return noAnswer('garbled', `${status} with JSON that cannot be read`, undefined, { status, requestId });
  return success({ body: parsed.value, stream: null });
}

/** An answer without success. Its status and headers count even where its body is broken. */
async function readFailure(response: Response, { clock }: ReadContext): Promise<Failed> {
  const { status, headers } = response;
  const mediaType = mediaTypeOf(response);
  const text = await readText(response).catch(() => '');
  const body = isJson(mediaType) ? (parseJson(text)?.value ?? null) : null;
  const problem = readProblem(body, status);
  const hints = readRetryHints(headers, problem === null ? null : Object(body), clock.nowMs());
  return {
    isSuccess: false,
    end: 'answered',
    failure: { kind: 'answer', status, code: problem?.code ?? null, hints },
    status,
    problem,
    requestId: headers.get('request-id') ?? (problem?.requestId || null),
    reason: problem?.detail ?? reasonOf(status, mediaType),
    cause: undefined,
  };
}

function reasonOf(status: number, mediaType: string): string {
  if (status === 0 || (status >= 300 && status < 400))
    return 'a redirect, which is not followed: set baseUrl to the address that it leads to';
  return `status ${status}${mediaType === '' ? '' : ` with ${mediaType}`}, which is not an answer of Milaan`;
}
