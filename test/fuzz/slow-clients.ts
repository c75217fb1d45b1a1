import { type Conversation, converse, type Outcome } from './converse.ts';
import { judgeOutcome } from './judge-outcome.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const BODY_WANTED =
  'POST /integration/v1/config/set HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-ClearTax-Auth-Token: TOKEN\r\n';

/** Clients that begin a request and then say nothing, by the part that they stop in. */
export const STALLS = {
  'in the request line': 'GET /integra',
  'in the headers': 'GET /integration/v1/errorCodes HTTP/1.1\r\nHost: x\r\nAccept: appl',
  'before the end of the headers': 'GET /integration/v1/errorCodes HTTP/1.1\r\nHost: x\r\n',
} as const;

/** The same in a body, where the server is more patient. */
export const BODY_STALLS = {
  'before the body': `${BODY_WANTED}Content-Length: 10\r\n\r\n`,
  'in the body': `${BODY_WANTED}Content-Length: 1000\r\n\r\n{"pan":`,
  'in a chunk': `${BODY_WANTED}Transfer-Encoding: chunked\r\n\r\nff\r\n{"pan":`,
  'between chunks': `${BODY_WANTED}Transfer-Encoding: chunked\r\n\r\n2\r\n{"\r\n`,
} as const;

export interface Verdict {
  readonly wrong: readonly string[];
  readonly statuses: readonly number[];
  readonly end: Outcome['end'];
}

/** Lets a client stall, and waits for the server to lose its patience. */
export async function stall(port: number, begin: string, token: string, patienceMs: number): Promise<Verdict> {
  const pieces = [text(begin.replace('TOKEN', token))];
  return judged(port, { pieces, pauseMs: 0, methods: [null], ending: 'silent', patienceMs });
}

/** A client that sends a right request a few bytes at a time, but in time. */
export async function trickle(port: number, token: string): Promise<Verdict> {
  const body = JSON.stringify({
    pullReturnPeriodStart: '042026',
    pullReturnPeriodEnd: '102026',
    reconReturnPeriodStart: '042026',
    reconReturnPeriodEnd: '102026',
  });
  const bytes = text(`${BODY_WANTED.replace('TOKEN', token)}Content-Length: ${body.length}\r\n\r\n${body}`);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 10) }, (_, index) =>
    bytes.subarray(index * 10, index * 10 + 10),
  );
  return judged(port, { pieces, pauseMs: 20, methods: ['POST'], ending: 'answered', patienceMs: 8000 });
}

async function judged(port: number, conversation: Conversation): Promise<Verdict> {
  const outcome = await converse(port, conversation);
  const wrong = judgeOutcome({ conversation, owed: null, requestCount: 1 }, outcome);
  return { wrong, statuses: outcome.responses.map(({ status }) => status), end: outcome.end };
}
