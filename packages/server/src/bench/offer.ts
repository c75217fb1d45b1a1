import { connect, type Socket } from 'node:net';
import { endOfAnswer, shareOf } from './load.ts';

/** An open loop: so many requests a second, whether the server keeps up or not. */
export interface Offer {
  readonly port: number;
  readonly connections: number;
  readonly perSecond: number;
  readonly forMs: number;
  readonly read: string;
  /** `KEY` is replaced by a key of its own for each request. */
  readonly write: string;
  /** Share of the requests that write. */
  readonly writes: number;
}

interface Latencies {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface OfferedResult {
  readonly sent: number;
  /** Answered with 429 or 503, and how many of those said when to come again. */
  readonly refused: number;
  readonly honest: number;
  /** Answered with anything else but 200, or not at all. */
  readonly other: number;
  /** Of what was accepted, from the moment when it was due, so that waiting for a connection counts; but for the first second. */
  readonly write: Latencies;
  readonly read: Latencies;
}

interface Due {
  readonly atMs: number;
  readonly isWrite: boolean;
}

/** In this time the server sees what is coming: the line of the first moments is a burst to it. */
const SETTLING_MS = 1000;
/** Answers may still come for so long after the last request. */
const LAST_ANSWERS_MS = 3000;

function run({ port, connections, perSecond, forMs, read, write, writes }: Offer): Promise<OfferedResult> {
  const accepted = { read: [] as number[], write: [] as number[] };
  const counts = { sent: 0, answered: 0, refused: 0, honest: 0, failed: 0 };
  const idle: ((due: Due) => void)[] = [];
  /** Due and not sent, from `next` on: taking the first off a long list would cost more than the request. */
  const waiting: Due[] = [];
  let next = 0;
  let keys = 0;

  const onAnswer = (due: Due, text: string): void => {
    counts.answered++;
    const status = text.slice(9, 12);
    if (status === '200') {
      const isSettled = due.atMs - startedMs > SETTLING_MS;
      if (isSettled) accepted[due.isWrite ? 'write' : 'read'].push(performance.now() - due.atMs);
    } else if (status === '429' || status === '503') {
      counts.refused++;
      if (/\r\nretry-after: [1-9]/i.test(text)) counts.honest++;
    } else counts.failed++;
  };

  const open = (): Socket => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let text = '';
    let now: Due | null = null;
    const send = (due: Due): void => {
      now = due;
      socket.write(due.isWrite ? write.replace('KEY', `${process.pid}-${++keys}`) : read, 'latin1');
    };
    const rest = (): void => {
      const due = waiting[next];
      if (due !== undefined) next++;
      if (due === undefined) idle.push(send);
      else send(due);
    };
    socket.setEncoding('latin1');
    socket.once('connect', rest);
    socket.on('error', () => {});
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = endOfAnswer(text);
      if (end === -1 || now === null) return;
      onAnswer(now, text.slice(0, end));
      text = text.slice(end);
      now = null;
      rest();
    });
    return socket;
  };

  const sockets = Array.from({ length: connections }, open);
  const startedMs = performance.now();
  return new Promise((resolve) => {
    const tick = setInterval(() => {
      const goneMs = performance.now() - startedMs;
      const due = Math.floor((Math.min(goneMs, forMs) / 1000) * perSecond);
      for (; counts.sent < due; counts.sent++) {
        // Evenly mixed, and due at its own moment and not when this timer fires.
        const isWrite = Math.floor((counts.sent + 1) * writes) > Math.floor(counts.sent * writes);
        const one = { atMs: startedMs + (counts.sent * 1000) / perSecond, isWrite };
        const send = idle.pop();
        if (send === undefined) waiting.push(one);
        else send(one);
      }
      if (goneMs < forMs || (counts.answered < counts.sent && goneMs < forMs + LAST_ANSWERS_MS)) return;
      clearInterval(tick);
      for (const socket of sockets) socket.destroy();
      const { sent, refused, honest, failed, answered } = counts;
      const latenciesOf = (list: readonly number[]) => ({ p50Ms: shareOf(list, 0.5), p99Ms: shareOf(list, 0.99) });
      const other = failed + sent - answered;
      resolve({ sent, refused, honest, other, write: latenciesOf(accepted.write), read: latenciesOf(accepted.read) });
    }, 1);
  });
}

process.once('message', async (offer: Offer) => {
  const result = await run(offer);
  process.send?.(result, () => process.exit());
});
