import pino from 'pino';
import type { Exchange } from '../http/exchange.ts';
import { collectLines, type LineTarget } from './collect-lines.ts';

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
  readonly destination?: LineTarget;
}

/** A stack tells where; the message of a driver may quote a value, so only its class and code are kept. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error ? error.code : undefined;
  return { kind: error.name, code, at: frames.slice(0, 8).map((line) => line.trim()) };
}

/**
 * The line of one answer. Put together by hand, because it is written for every request: a third of what pino takes. Only
 * the caller's own id can hold a character that JSON escapes; all else is made of ids and names of ours.
 */
function answerLine(exchange: Exchange, status: number, durationMs: number): string {
  const { requestId, callerRequestId, method, operationId, code, caller, simulation } = exchange;
  let line = `{"level":"info","time":${Date.now()},"requestId":"${requestId}"`;
  if (callerRequestId !== null) line += `,"callerRequestId":${JSON.stringify(callerRequestId)}`;
  line += `,"method":${method === 'GET' || method === 'POST' ? `"${method}"` : JSON.stringify(method)}`;
  line += operationId === null ? ',"operationId":null' : `,"operationId":"${operationId}"`;
  line += `,"status":${status}`;
  if (code !== null) line += `,"code":"${code}"`;
  line += `,"durationMs":${Math.round(durationMs * 10) / 10}`;
  if (caller !== null) line += `,"workspaceId":"${caller.workspaceId}","clientId":"${caller.clientId}"`;
  if (simulation !== null) line += ',"isSimulated":true';
  return `${line},"msg":"answered"}\n`;
}

interface Sink {
  readonly target: LineTarget;
  /** Begins to write what is held back; `finish` waits for it. */
  readonly flush: () => void;
  readonly finish: () => void;
}

function openStdout(): Sink {
  const stdout = pino.destination({ dest: 1, sync: false });
  const target = collectLines(stdout);
  const finish = () => {
    target.flush();
    stdout.flushSync();
  };
  return { target, flush: target.flush, finish };
}

export function createLog({ level, destination }: LogSettings): Log {
  const { target, flush, finish }: Sink =
    destination === undefined ? openStdout() : { target: destination, flush: () => {}, finish: () => {} };
  const logger = pino({ level, base: null, formatters: { level: (label) => ({ level: label }) } }, target);
  const isOn = logger.isLevelEnabled('info');
  return {
    onAnswer(exchange, status, durationMs) {
      if (isOn) target.write(answerLine(exchange, status, durationMs));
    },
    onFault(error, requestId) {
      logger.error({ requestId, error: describe(error) }, 'fault');
      // A fault may be the last that this process says.
      flush();
    },
    onEvent(event, facts) {
      logger.info({ ...facts }, event);
    },
    flush: finish,
  };
}
