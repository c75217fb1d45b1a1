import { errorOfFailure } from '../errors/error-of-failure.ts';
import { MilaanError } from '../errors/milaan-error.ts';
import { noAnswer } from '../http/outcome.ts';
import type { Download } from './download.ts';

/** Longer than any line of a result file; what is longer is no line of one. */
const MOST_LINE_CHARACTERS = 16 * 1024 * 1024;

/** The bytes as a stream; cancelling it ends the generator. */
function streamOf(bytes: AsyncGenerator<Uint8Array, void, undefined>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await bytes.next();
      if (done === true) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>); // no fetch gives shared memory
    },
    async cancel() {
      await bytes.return();
    },
  });
}

async function* piecesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel().catch(() => {}); // what has failed already needs no cancelling
  }
}

/** Undoes gzip where there is one: some proxies and browsers have done so on the way. */
async function* inflate(
  bytes: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const first = await bytes.next();
  if (first.done === true) return;
  const whole = prepend(first.value, bytes);
  const isGzip = first.value[0] === 0x1f && (first.value.length < 2 || first.value[1] === 0x8b);
  yield* isGzip ? piecesOf(streamOf(whole).pipeThrough(new DecompressionStream('gzip'))) : whole;
}

async function* prepend(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return();
  }
}

/** What broke the bytes on their way is told as it is; anything else is wrong with the file itself. */
async function* remember<T>(bytes: AsyncGenerator<T, void, undefined>, onError: (error: unknown) => void) {
  try {
    yield* bytes;
  } catch (error) {
    onError(error);
    throw error;
  }
}

/**
 * The lines of a JSON Lines file, gzip or plain, as they arrive: never more than a few pieces are held in memory.
 * @throws {ConnectionError} `answer_invalid` when the file is damaged, naming the line; what the download throws
 */
export async function* linesOf<Line>({ bytes, stop }: Download): AsyncGenerator<Line, void, undefined> {
  const decoder = new TextDecoder();
  const broken: unknown[] = [];
  let number = 0;
  let rest = '';
  const source = remember(bytes, (error) => broken.push(error));
  try {
    for await (const piece of inflate(source)) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > MOST_LINE_CHARACTERS) throw damaged(`line ${number + lines.length + 1} does not end`);
      for (const line of lines) if (line !== '') yield parse(line, ++number);
    }
    rest += decoder.decode();
    if (rest !== '') yield parse(rest, ++number);
  } catch (error) {
    if (broken.length > 0) throw broken[0];
    throw error instanceof MilaanError ? error : damaged(error instanceof Error ? error.message : String(error), error);
  } finally {
    stop();
    await source.return(undefined).catch(() => {}); // what ended it has been told
  }
}

const damaged = (what: string, cause?: unknown): MilaanError =>
  errorOfFailure(noAnswer('garbled', `the file is damaged: ${what}`, cause), {
    operation: 'downloadFile',
    idempotencyKey: null,
    attempts: [],
    stoppedBecause: null,
    retryAtMs: null,
    nowMs: 0,
  });

function parse<Line>(text: string, number: number): Line {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw damaged(`line ${number} is not JSON`, cause);
  }
}
