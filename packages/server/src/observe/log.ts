import pino from 'pino';
import type { Exchange } from '../http/exchange.ts';

export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/**
 * What the server writes about itself, one JSON object a line. Requests appear by their operation and ids: never with
 * a header, a query, a body or a path, so that no secret and no taxpayer's figure can get into a log.
 */
export interface Log {
  onAnswer(exchange: Exchange, status: number, durationMs: number): void;
  /** A fault of ours, with what is needed to find it. */
  onFault(error: unknown, requestId: string | null): void;
  onEvent(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  /** Writes out what is still held back. */
  flush(): void;
}

export interface LogSettings {
  readonly level: LogLevel;
  /** Where lines go; standard output unless said. */
  readonly destination?: { write(line: string): void };
}

/** A stack tells where; the message of a driver may quote a value, so only its class and code are kept. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error ? error.code : undefined;
  return { kind: error.name, code, at: frames.slice(0, 8).map((line) => line.trim()) };
}

export function createLog({ level, destination }: LogSettings): Log {
  // Lines are collected before they are written: a system call for each request would cost more than the request.
  const target = destination ?? pino.destination({ dest: 1, sync: false, minLength: 8192, periodicFlush: 1000 });
  const logger = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, target);
  const isOn = logger.isLevelEnabled('info');
  return {
    onAnswer(exchange, status, durationMs) {
      if (!isOn) return;
      logger.info(
        {
          requestId: exchange.requestId,
          callerRequestId: exchange.callerRequestId ?? undefined,
          method: exchange.method,
          operationId: exchange.operationId,
          status,
          code: exchange.code ?? undefined,
          durationMs: Math.round(durationMs * 10) / 10,
          workspaceId: exchange.caller?.workspaceId,
          clientId: exchange.caller?.clientId,
          isSimulated: exchange.simulation === null ? undefined : true,
        },
        'answered',
      );
    },
    onFault(error, requestId) {
      logger.error({ requestId, error: describe(error) }, 'fault');
    },
    onEvent(event, facts) {
      logger.info({ ...facts }, event);
    },
    flush() {
      if ('flushSync' in target && typeof target.flushSync === 'function') target.flushSync();
    },
  };
}
