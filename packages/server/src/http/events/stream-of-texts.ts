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
  let hasEnded = false;
  const end = () => {
    if (hasEnded) return;
    hasEnded = true;
    onEnd();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await source.next();
          if (left.signal.aborted) return;
          if (done !== true) return controller.enqueue(encoder.encode(value));
          end();
          controller.close();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      cancel() {
        left.abort();
        end();
      },
    },
    { highWaterMark: 0 },
  );
}
