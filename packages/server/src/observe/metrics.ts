import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Exchange } from '../http/exchange.ts';
import { createDurations } from './durations.ts';

/** What Prometheus reads. Labels are names from the contract only: their number is bounded whatever is sent. */
export interface Metrics {
  onAnswer(exchange: Exchange, status: number, durationMs: number): void;
  readonly contentType: string;
  text(): Promise<string>;
  stop(): void;
}

export interface Gauges {
  readonly underWay: () => number;
  readonly loopDelayMs: () => number;
  readonly poolWaiting: () => number;
  readonly requestsDropped: () => number;
}

const NO_CODE = 'none';

export function createMetrics(gauges: Gauges): Metrics {
  const registry = new Registry();
  // It looks at the event loop so often, and an idle server should sleep; what sheds load has a reading of its own.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const registers = [registry];
  // Counted in a plain map and told to the registry when it is read: its own counting hashes the labels each time.
  const counts = new Map<string, number>();
  new Counter({
    name: 'milaan_http_answers_total',
    help: 'Answers by operation, status and code of the Error Code Master.',
    labelNames: ['operation', 'status', 'code'] as const,
    registers,
    collect() {
      this.reset();
      for (const [key, count] of counts) {
        const [operation = '', status = '', code = ''] = key.split(' ');
        this.inc({ operation, status, code }, count);
      }
    },
  });
  const durations = createDurations();
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('milaan_http_under_way', 'Requests let in and not yet answered.', gauges.underWay);
  gauge('milaan_loop_delay_seconds', 'How late the event loop lately was.', () => gauges.loopDelayMs() / 1000);
  gauge('milaan_database_waiting', 'Callers that wait for a database connection.', gauges.poolWaiting);
  new Counter({
    name: 'milaan_request_records_dropped_total',
    help: 'Requests that cannot be asked about, because the database did not take what became of them.',
    registers,
    collect() {
      this.reset();
      this.inc(gauges.requestsDropped());
    },
  });
  return {
    onAnswer({ operationId, code }, status, durationMs) {
      const operation = operationId ?? 'none';
      const key = `${operation} ${status} ${code ?? NO_CODE}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      durations.add(operation, durationMs / 1000);
    },
    contentType: registry.contentType,
    text: async () => (await registry.metrics()) + durations.text(),
    stop: () => registry.clear(),
  };
}
