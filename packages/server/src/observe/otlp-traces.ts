import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Traces } from './traces.ts';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The caller's span (W3C Trace Context), so that both sides are one trace. */
function contextOf(traceparent: string | null): Context {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** One span a request, named after its operation, with the ids and the outcome and nothing of its content. */
export function createOtlpTraces(endpoint: string, version: string): Traces {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'milaan', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('milaan', version);
  return {
    async follow(exchange, headers, work) {
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, contextOf(headers.get('traceparent')));
      try {
        const answer = await work();
        span.updateName(exchange.operationId ?? 'request');
        span.setAttributes({
          'http.request.method': exchange.method,
          'http.response.status_code': answer.status,
          'milaan.request_id': exchange.requestId,
          ...(exchange.code === null ? {} : { 'milaan.code': exchange.code }),
        });
        if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        return answer;
      } finally {
        span.end();
      }
    },
    stop: () => provider.shutdown(),
  };
}
