/** Where a stream takes its bytes from. */
interface Source {
  /** `value` is undefined when no more will come. */
  next(): Promise<{ readonly value?: Uint8Array | undefined }>;
  /** The reader left. */
  leave(reason: unknown): unknown;
}

/**
 * A stream of what its source gives, each piece taken only when somebody reads it; `onEnd` runs exactly once when no more
 * will come: all was read, the reader left, or the source failed.
 */
export function streamToEnd(source: Source, onEnd: () => void): ReadableStream<Uint8Array> {
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
          const { value } = await source.next();
          if (hasEnded) return;
          if (value !== undefined) return controller.enqueue(value);
          end();
          controller.close();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      async cancel(reason) {
        end();
        await source.leave(reason);
      },
    },
    // Nothing is read ahead of whoever reads this.
    { highWaterMark: 0 },
  );
}

/** The same bytes, and `onEnd` as above. */
export function followStream(source: ReadableStream<Uint8Array>, onEnd: () => void): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return streamToEnd({ next: () => reader.read(), leave: (reason) => reader.cancel(reason) }, onEnd);
}
