import { NO_TRACES, type Traces } from './traces.ts';

export interface TraceSettings {
  /** The collector's OTLP/HTTP address without `/v1/traces`: `http://127.0.0.1:4318`. Null: no traces. */
  readonly otlpEndpoint: string | null;
  readonly version: string;
}

/** The SDK is loaded only when a collector is configured: nobody else pays for it. */
export async function createTraces({ otlpEndpoint, version }: TraceSettings): Promise<Traces> {
  if (otlpEndpoint === null) return NO_TRACES;
  const { createOtlpTraces } = await import('./otlp-traces.ts');
  return createOtlpTraces(otlpEndpoint, version);
}
