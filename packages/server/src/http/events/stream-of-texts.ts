import { streamToEnd } from '../body-stream.ts';

const encoder = new TextEncoder();

/**
 * The texts as a stream of bytes, each made only when somebody takes it. `onEnd` runs once, whether they end, fail, or
 * the reader leaves.
 */
export function streamOfTexts(
  texts: (signal: AbortSignal) => AsyncGenerator<string>,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const source = texts(left.signal);
  const next = async () => {
    const { done, value } = await source.next();
    return done === true ? {} : { value: encoder.encode(value) };
  };
  return streamToEnd({ next, leave: () => left.abort() }, onEnd);
}
