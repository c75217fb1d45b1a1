import type { Clock } from '../injected/clock.ts';
import type { ByteStream } from './outcome.ts';

/** How an attempt is held: what aborts it, and what gives its resources back. */
export interface AttemptHold {
  readonly controller: AbortController;
  release(): void;
}

/** The body of a response piece by piece. Nothing for `idleMs` counts as a broken connection. */
export function createByteStream(
  body: ReadableStream<Uint8Array> | null,
  idleMs: number,
  { controller, release }: AttemptHold,
  clock: Clock,
): ByteStream {
  const reader = body?.getReader();
  let isOver = false;
  const end = () => {
    isOver = true;
    release();
  };
  return {
    async next() {
      if (isOver || reader === undefined) {
        end();
        return null;
      }
      const cancelTimer = clock.after(idleMs, () => controller.abort(new Error(`Nothing came for ${idleMs} ms.`)));
      try {
        const { done, value } = await reader.read();
        if (!done) return value;
        end();
        return null;
      } catch (error) {
        end();
        throw error;
      } finally {
        cancelTimer();
      }
    },
    cancel() {
      if (isOver) return;
      end();
      reader?.cancel().catch(() => {}); // a stream that has failed already needs no cancelling
      controller.abort();
    },
  };
}
