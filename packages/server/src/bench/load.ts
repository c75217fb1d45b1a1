import { connect, type Socket } from 'node:net';

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly forMs: number;
  /** The bytes of the next request, whole. */
  readonly nextRequest: () => string;
  /** How long a connection rests between an answer and its next request; 0 unless said. */
  readonly pauseMs?: number;
  /**
   * Whether this process is kept from sleeping. On a virtual machine the writer of an answer pays for waking its reader,
   * up to 20 µs: the slower of two servers would pay for it at every answer, and the faster one never.
   */
  readonly staysAwake?: boolean;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers by status, and the slowest but one in a hundred of each. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly p99MsOf: Readonly<Record<string, number>>;
}

const HEAD_END = '\r\n\r\n';

/** Where the answer at the start of the text ends, or -1 when it has not come whole. */
export function endOfAnswer(text: string): number {
  const head = text.indexOf(HEAD_END);
  if (head === -1) return -1;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1] ?? 0);
  const end = head + HEAD_END.length + length;
  return text.length >= end ? end : -1;
}

/** The value below which that share of the values lies. */
export function shareOf(latenciesMs: readonly number[], share: number): number {
  const sorted = Float64Array.from(latenciesMs).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/**
 * Keeps `connections` requests under way for a while, each on a connection of its own: a new one follows an answer at
 * once. Answers are read as Latin-1, which counts bytes.
 */
export async function runLoad({
  port,
  connections,
  forMs,
  nextRequest,
  pauseMs = 0,
  staysAwake = false,
}: Load): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const byStatus: Record<string, number[]> = {};
  const startedMs = performance.now();
  const endsMs = startedMs + forMs;

  const runConnection = () =>
    new Promise<void>((resolve, reject) => {
      const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let text = '';
      let sentMs = 0;
      const send = () => {
        sentMs = performance.now();
        socket.write(nextRequest(), 'latin1');
      };
      socket.setEncoding('latin1');
      socket.once('connect', send);
      socket.once('error', reject);
      socket.on('data', (chunk: string) => {
        text += chunk;
        const end = endOfAnswer(text);
        if (end === -1) return;
        const nowMs = performance.now();
        latenciesMs.push(nowMs - sentMs);
        const status = text.slice(9, 12);
        byStatus[status] ??= [];
        byStatus[status].push(nowMs - sentMs);
        text = text.slice(end);
        if (nowMs < endsMs) return void (pauseMs === 0 ? send() : setTimeout(send, pauseMs));
        socket.end();
        resolve();
      });
    });

  let isOver = false;
  const stayAwake = () => {
    if (!isOver) setImmediate(stayAwake);
  };
  if (staysAwake) stayAwake();
  await Promise.all(Array.from({ length: connections }, runConnection));
  isOver = true;
  const seconds = (performance.now() - startedMs) / 1000;
  const ofEach = <T>(of: (latencies: readonly number[]) => T) =>
    Object.fromEntries(Object.entries(byStatus).map(([status, latencies]) => [status, of(latencies)]));
  return {
    perSecond: latenciesMs.length / seconds,
    p50Ms: shareOf(latenciesMs, 0.5),
    p99Ms: shareOf(latenciesMs, 0.99),
    statuses: ofEach((latencies) => latencies.length),
    p99MsOf: ofEach((latencies) => shareOf(latencies, 0.99)),
  };
}
