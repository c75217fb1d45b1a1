import type { CallClient } from '../call-client.ts';
import type { CallOptions } from '../settings/call-options.ts';
import { resolveRetry } from '../settings/settings.ts';
import { readFile } from './read-file.ts';

/** Bytes on their way. */
export interface Download {
  readonly bytes: AsyncGenerator<Uint8Array, void, undefined>;
  /** Ends it at once, also while a piece is awaited. */
  stop(): void;
}

/** The bytes behind a signed URL, as they arrive. `urlOf` is asked again when the URL has expired. */
export function downloadFile(client: CallClient, urlOf: () => Promise<string>, options: CallOptions): Download {
  const controller = new AbortController();
  const { signal } = controller;
  const open = (url: string, fromByte: number) => {
    const headers = new Headers(fromByte === 0 ? {} : { range: `bytes=${fromByte}-` });
    const target = { method: 'GET', url, headers, body: null, wants: 'stream' } as const;
    return client.sendToUrl(target, 'downloadFile', { ...options, signal });
  };
  const retry = resolveRetry(client.settings.retry, options);
  const source = { urlOf, open, budgetOf: client.budgetOf, retry, signal };
  return {
    bytes: until(options.signal, controller, readFile(source, client.settings)),
    stop: () => controller.abort(),
  };
}

/** The same bytes while the caller's signal is listened to, which lasts no longer than they do. */
async function* until<T>(
  caller: AbortSignal | undefined,
  controller: AbortController,
  bytes: AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const onAbort = () => controller.abort(caller?.reason);
  caller?.addEventListener('abort', onAbort);
  if (caller?.aborted) onAbort();
  try {
    yield* bytes;
  } finally {
    caller?.removeEventListener('abort', onAbort);
  }
}
