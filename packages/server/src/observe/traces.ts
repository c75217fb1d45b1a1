import type { ApiHeaders } from '../http/api-request.ts';
import type { Exchange } from '../http/exchange.ts';
import type { MaybeLater } from '../http/maybe-later.ts';

/** Follows requests with OpenTelemetry, or does nothing where no collector is configured. */
export interface Traces {
  /** Runs a request inside a span of its own, as a part of the caller's trace where the headers tell of one. */
  follow<T extends { readonly status: number }>(
    exchange: Exchange,
    headers: ApiHeaders,
    work: () => MaybeLater<T>,
  ): MaybeLater<T>;
  stop(): Promise<void>;
}

export const NO_TRACES: Traces = { follow: (_, __, work) => work(), stop: async () => {} };
