import { LIMITS } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import type { ApiRequest } from './api-request.ts';
import type { Exchange } from './exchange.ts';
import { type Refusal, refuse } from './refusal.ts';
import { requireNoEncoding } from './require-no-encoding.ts';

const malformed = (reason: string) => refuse('request_malformed', { metadata: { reason } });
const tooLarge = (limitBytes: number) => refuse('body_too_large', { metadata: { limitBytes } });

interface Watch {
  /** What `work` gives, unless the body is given up meanwhile. */
  next<Value>(work: Promise<Value>): Promise<Value>;
  end(): void;
}

/** Gives a body up that stands still or takes for ever. One timer for the whole of it, not one for each piece. */
function watchProgress(clock: Clock): Watch {
  const startedMs = clock.nowMs();
  const ended = new AbortController();
  let waitsSinceMs = startedMs;
  let giveUp: ((refusal: Refusal) => void) | null = null;
  const faultAt = (nowMs: number): Refusal | null => {
    if (nowMs - startedMs >= LIMITS.uploadMs) return malformed(`its body takes longer than ${LIMITS.uploadMs} ms`);
    // While the storage takes its time nobody waits for the caller.
    if (giveUp === null) waitsSinceMs = nowMs;
    const isStill = nowMs - waitsSinceMs >= LIMITS.uploadIdleMs;
    return isStill ? malformed(`nothing of its body came for ${LIMITS.uploadIdleMs} ms`) : null;
  };
  const watch = async () => {
    while (!ended.signal.aborted) {
      const nowMs = clock.nowMs();
      const fault = faultAt(nowMs);
      if (fault !== null) return giveUp?.(fault);
      await clock.sleep(
        Math.min(waitsSinceMs + LIMITS.uploadIdleMs, startedMs + LIMITS.uploadMs) - nowMs,
        ended.signal,
      );
    }
  };
  void watch();
  return {
    // Not `Promise.race`: a promise that lives as long as the body would keep every piece of it in memory.
    next: (work) =>
      new Promise((resolve, reject) => {
        waitsSinceMs = clock.nowMs();
        giveUp = reject;
        const settle = (end: () => void) => {
          giveUp = null;
          end();
        };
        const fault = faultAt(waitsSinceMs);
        if (fault !== null) settle(() => reject(fault));
        work.then(
          (value) => settle(() => resolve(value)),
          (error: unknown) => settle(() => reject(error)),
        );
      }),
    end: () => ended.abort(),
  };
}

/**
 * The bytes of a body as they come: none is read before the first is asked for, and no more than the limit. It may take
 * longer than a request otherwise may, as long as something comes.
 * @throws Refusal `media_type_unsupported`, `body_too_large` or `request_malformed`
 */
export async function* readRawBody(
  request: ApiRequest,
  limitBytes: number,
  clock: Clock,
  { onBodyWanted, onLongBody }: Pick<Exchange, 'onBodyWanted' | 'onLongBody'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  requireNoEncoding(request.headers);
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes);
  onLongBody?.();
  onBodyWanted?.();
  if (request.body === null) return;
  // Never cancelled: that would take the connection away under the answer.
  const reader = request.body.getReader();
  const watch = watchProgress(clock);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await watch.next(
        reader.read().catch(() => Promise.reject(malformed('its body was cut off'))),
      );
      if (done) return;
      length += value.byteLength;
      if (length > limitBytes) throw tooLarge(limitBytes);
      if (value.byteLength > 0) yield value;
    }
  } finally {
    watch.end();
  }
}
