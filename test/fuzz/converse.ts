import { connect } from 'node:net';
import { clearTimeout, setTimeout as startTimer } from 'node:timers';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type Reading, readResponses } from '../../packages/contract/src/conformance/index.ts';

/** What one client does on one connection. */
export interface Conversation {
  /** Written one after the other, each in a turn of its own, so that the server sees the seams. */
  readonly pieces: readonly Uint8Array[];
  /** Between the pieces; 0 is one turn of the event loop. */
  readonly pauseMs: number;
  /** Methods of the requests in the pieces, as far as they are clear. */
  readonly methods: readonly (string | null)[];
  /**
   * `answered`: waits for an answer to each request, then leaves. `finished`: says that nothing more comes, then waits
   * for the server to close. `silent`: says nothing more and waits for the server to close. `reset`: leaves at once.
   */
  readonly ending: 'answered' | 'finished' | 'silent' | 'reset';
  /** How long the server may say nothing. */
  readonly patienceMs: number;
}

export interface Outcome extends Reading {
  /** How the connection ended: by us, because all was answered; by the server; or by the end of our patience. */
  readonly end: 'answered' | 'closed' | 'reset' | 'patience';
}

/** A conversation may go on while the server says something, but not longer than so many times its patience. */
const MOST_PATIENCES = 4;

/** Holds one conversation with the server on this port. Never rejects: what the server does is the outcome. */
export function converse(port: number, conversation: Conversation): Promise<Outcome> {
  const { pieces, pauseMs, methods, ending, patienceMs } = conversation;
  return new Promise((resolve) => {
    const received: Buffer[] = [];
    const reading = () => readResponses(Buffer.concat(received).toString('latin1'), methods);
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    let isOver = false;
    const finish = (end: Outcome['end']) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(deadline);
      socket.destroy();
      resolve({ ...reading(), end });
    };
    // Whatever trickles in: no conversation lasts for ever.
    const deadline = startTimer(() => finish('patience'), pieces.length * pauseMs + MOST_PATIENCES * patienceMs);
    const isAnswered = () => {
      const { responses, breach } = reading();
      return breach !== null || responses.length >= methods.length;
    };
    socket.setTimeout(patienceMs, async () => {
      // After a stall of this process the timer is due before the bytes that came meanwhile are read.
      const seen = received.length;
      for (let turn = 0; turn < 3; turn++) await setImmediate();
      if (received.length === seen) finish('patience');
    });
    socket.on('data', (bytes) => {
      received.push(bytes);
      if (ending === 'answered' && isAnswered()) finish('answered');
    });
    socket.on('end', () => finish('closed'));
    socket.on('close', () => finish('closed'));
    socket.on('error', () => finish('closed'));
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (isOver) return;
        socket.write(piece);
        await (pauseMs === 0 ? setImmediate() : setTimeout(pauseMs));
      }
      if (ending === 'reset') {
        isOver = true;
        clearTimeout(deadline);
        socket.resetAndDestroy();
        resolve({ ...reading(), end: 'reset' });
      }
      if (ending === 'finished') socket.end();
    });
  });
}
