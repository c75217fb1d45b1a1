import type { CallClient } from '../call-client.ts';
import { errorOfFailure } from '../errors/error-of-failure.ts';
import type { Workflow } from '../generated/contract.ts';
import { type ByteStream, noAnswer } from '../http/outcome.ts';
import type { CallOptions } from '../settings/call-options.ts';
import { resolveRetry } from '../settings/settings.ts';
import { isWorkflowOver } from '../tasks/is-over.ts';
import { createEventReader, type ServerEvent } from './read-events.ts';

/** A server sends a comment at least this often; a stream that is silent for longer is broken. */
const SILENCE_MS = 60_000;
/** A stream that ends sooner than this has not been ended on purpose. */
const SHORT_MS = 10_000;
/** Before connecting again where the server does not say. */
const USUAL_PAUSE_MS = 1000;

/** The events of one connection, until it ends or breaks. */
async function* eventsOf(
  stream: ByteStream,
  reader: ReturnType<typeof createEventReader>,
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  try {
    for (let piece = await stream.next(); piece !== null; piece = await stream.next())
      yield* reader.read(decoder.decode(piece, { stream: true }));
  } finally {
    stream.cancel();
  }
}

/**
 * Every change of a workflow as it happens, the last one being its end. A connection that ends or breaks is made again
 * where it was, by `Last-Event-ID`; as often in a row without a new event as a call is sent again.
 * @throws {MilaanError} when the workflow cannot be followed; the reason of the signal when that is aborted
 */
export async function* workflowEvents(
  client: CallClient,
  workflowId: string,
  options: CallOptions,
): AsyncGenerator<Workflow, void, undefined> {
  const { clock, retry: defaults } = client.settings;
  const { maxRetries } = resolveRetry(defaults, options);
  let lastEventId: string | null = null;
  let emptyInARow = 0;
  for (;;) {
    const input = { workflowId, ...(lastEventId === null ? {} : { lastEventId }) };
    const further = {
      ...options,
      attemptTimeoutMs: SILENCE_MS,
      headers: { accept: 'text/event-stream', ...options.headers },
    };
    const { stream } = await client.call('streamWorkflowEvents', input, further, { wants: 'stream', isLong: true });
    if (stream === null) throw new Error('A stream was asked for and none came.');
    const openedMs = clock.nowMs();
    const reader = createEventReader();
    let cause: unknown;
    let hasEnded = false;
    try {
      for await (const { id, data } of eventsOf(stream, reader)) {
        const workflow: Workflow = JSON.parse(data);
        lastEventId = id ?? lastEventId;
        emptyInARow = 0;
        hasEnded = isWorkflowOver(workflow);
        yield workflow;
        if (hasEnded) return;
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      cause = error;
    }
    // A server may end a stream that has lasted long; one that broke or ended at once is a failure.
    const isFailure = cause !== undefined || clock.nowMs() - openedMs < SHORT_MS;
    if (isFailure && emptyInARow++ >= maxRetries)
      throw errorOfFailure(noAnswer('cut-off', 'the stream of events broke again and again', cause), {
        operation: 'streamWorkflowEvents',
        idempotencyKey: null,
        attempts: [],
        stoppedBecause: 'retries-used-up',
        retryAtMs: null,
        nowMs: clock.nowMs(),
      });
    await clock.sleep(reader.retryMs ?? USUAL_PAUSE_MS, options.signal ?? new AbortController().signal);
    options.signal?.throwIfAborted();
  }
}
