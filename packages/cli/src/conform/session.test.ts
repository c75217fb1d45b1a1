import type { ObservedResponse } from '@milaan/contract/conformance';
import { describe, expect, it } from 'vitest';
import { ServerLost } from './server-lost.ts';
import { createSession, type SessionSettings } from './session.ts';
import type { WireOutcome, WireRequest } from './wire.ts';

const answer = (status: number, headers: Record<string, string> = {}): { response: ObservedResponse } => ({
  response: { status, headers, body: '' },
});
const GONE: WireOutcome = { failure: 'unreachable', reason: 'connect ECONNREFUSED' };

/** A session whose server gives these outcomes one after the other, and the last of them from then on. */
function createScripted(outcomes: readonly WireOutcome[], baseUrl = 'https://gateway.test/milaan/') {
  const sent: WireRequest[] = [];
  const slept: number[] = [];
  const settings: SessionSettings = {
    baseUrl: new URL(baseUrl),
    credentials: { clientSecret: null, token: null, isSandbox: false },
    wire: {
      send: async (request) => {
        sent.push(request);
        return outcomes[Math.min(sent.length, outcomes.length) - 1] ?? GONE;
      },
      talk: async () => ({ responses: [], rest: '', breach: null, end: 'closed' }),
    },
    talkMs: 1,
    stallMs: 1,
    sleep: async (ms) => void slept.push(ms),
  };
  return { session: createSession(settings), sent, slept };
}

const ASK = { method: 'GET', path: '/integration/v1/errorCodes' };

describe('a session', () => {
  it('asks below the base URL, and keeps what came under the path of the API', async () => {
    const { session, sent } = createScripted([answer(200)]);
    await session.sendAs('t', { ...ASK, with: 'a token' });
    expect(sent[0]?.url.href).toBe('https://gateway.test/milaan/integration/v1/errorCodes');
    expect(sent[0]?.headers).toEqual({ 'x-cleartax-auth-token': 't' });
    expect(session.seen[0]).toMatchObject({ sent: 'GET /integration/v1/errorCodes with a token', request: ASK });
  });

  it('waits as long as the server asks, and asks again, three times at most', async () => {
    const busy = answer(429, { 'retry-after': '2' });
    const { session, slept } = createScripted([busy, answer(200)]);
    expect((await session.send(ASK)).response?.status).toBe(200);
    expect(slept).toEqual([2000]);
    const hopeless = createScripted([busy]);
    expect((await hopeless.session.send(ASK)).response?.status).toBe(429);
    expect(hopeless.sent).toHaveLength(3);
  });

  it.each([
    ['an hour', { 'retry-after': '3600' }, {}],
    ['no time that is said', {}, {}],
    ['an answer that was ordered', { 'retry-after': '2' }, { 'x-milaan-simulate': 'draining' }],
  ])('does not wait for %s', async (_, said, headers) => {
    const { session, slept } = createScripted([answer(503, said)]);
    await session.send({ ...ASK, headers });
    expect(slept).toEqual([]);
  });

  it('gives a server up that never answers, or three times in a row not any more', async () => {
    await expect(createScripted([GONE]).session.send(ASK)).rejects.toThrow(ServerLost);
    const { session, sent } = createScripted([answer(200), GONE]);
    await session.send(ASK);
    expect(await session.send(ASK)).toMatchObject({ response: null, failure: 'connect ECONNREFUSED' });
    await session.send(ASK);
    await expect(session.send(ASK)).rejects.toThrow(
      'The server at https://gateway.test/milaan/ cannot be reached: connect ECONNREFUSED.',
    );
    expect(sent).toHaveLength(4);
  });

  it('does not give a server up that only cuts off what it does not like', async () => {
    const { session } = createScripted([answer(200), { failure: 'cut-off', reason: 'socket hang up' }]);
    for (let at = 0; at < 9; at++) await session.send(ASK);
    expect(session.seen).toHaveLength(1);
  });
});
