import { expect } from 'vitest';
import { NOWHERE } from '../http/app.ts';
import { createExchange } from '../http/exchange.ts';
import { createFakeClock } from '../injected/fake-clock.ts';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import { onBothDatabases } from '../testing/on-both-databases.ts';
import { createRequestRecorder, WRITE_EVERY_MS } from './create-request-recorder.ts';
import { findRequest } from './find-request.ts';

let workspaces = 0;

onBothDatabases('a request asked of another node', (server, test) => {
  /** Two nodes on one database, with a clock of their own. The embedded one plays the part of a shared one. */
  const twoNodes = () => {
    const clock = createFakeClock();
    const workspaceId = `ws_of_nodes_${++workspaces}`;
    const createUlid = createUlids(clock, createSystemRandomness());
    const { db } = server().state;
    const admission = { isDraining: false };
    const open = () => {
      const requests = createRequestRecorder({ db, clock, createUlid, onFault: () => {} });
      const parts = { state: { ...server().state, isShared: true }, requests, clock, admission };
      return {
        requests,
        find: (requestId: string) => findRequest(workspaceId, requestId, parts),
        answer: (owner = workspaceId): string => {
          const request = { method: 'GET', headers: new Headers() };
          const exchange = createExchange(request, NOWHERE, `req_${createUlid()}`);
          exchange.owner = { workspaceId: owner, clientId: 'cli_1' };
          requests.onAnswer(exchange, { status: 200, headers: {}, body: '' }, 1);
          return exchange.requestId;
        },
      };
    };
    const [here, there] = [open(), open()];
    return { clock, createUlid, admission, here, there };
  };
  type Nodes = ReturnType<typeof twoNodes>;

  /** What was found, and how long it took by the clock, which is moved by each look. */
  const findMoving = async ({ clock, there }: Nodes, requestId: string) => {
    const beganMs = clock.nowMs();
    let isOver = false;
    const finding = there.find(requestId).finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await expect.poll(() => isOver || clock.sleepers > 0, { interval: 1 }).toBe(true);
      if (!isOver) clock.advance(100);
    }
    return { found: await finding, tookMs: clock.nowMs() - beganMs };
  };

  test('is waited for until that node has written it', async () => {
    const { clock, here, there } = twoNodes();
    const requestId = here.answer();
    const finding = there.find(requestId);
    await expect.poll(() => clock.sleepers).toBe(2);
    clock.advance(WRITE_EVERY_MS);
    await here.requests.flush();
    await expect.poll(() => clock.sleepers).toBe(1);
    clock.advance(300);
    expect(await finding).toMatchObject({ requestId, clientId: 'cli_1' });
  });

  test('is not waited for by the node that answered it', async () => {
    const { clock, here } = twoNodes();
    const requestId = here.answer();
    const { sleepers } = clock;
    expect(await here.find(requestId)).toMatchObject({ requestId });
    expect(clock.sleepers).toBe(sleepers);
    await here.requests.close();
  });

  test.each([
    ['just now', 0, 3000],
    ['so long ago that it may only now have been answered', 119_000, 1000],
    ['long ago', 120_000, 0],
    ['after now, by a clock that is ahead', -5000, 3000],
    ['after any clock', -121_000, 0],
    ['longer ago than anything is kept', 2_592_000_001, 0],
  ])('of another workspace is waited for as long as one that nobody made: %s', async (_, ageMs, tookMs) => {
    for (const isForeign of [true, false]) {
      const nodes = twoNodes();
      const { clock, here, createUlid } = nodes;
      const requestId = isForeign ? here.answer('ws_of_another') : `req_${createUlid()}`;
      await here.requests.close();
      clock.advance(ageMs);
      expect(await findMoving(nodes, requestId)).toEqual({ found: undefined, tookMs });
    }
  });

  test('is not waited for by a node that stops', async () => {
    const { clock, createUlid, admission, there } = twoNodes();
    const finding = there.find(`req_${createUlid()}`);
    await expect.poll(() => clock.sleepers).toBe(1);
    admission.isDraining = true;
    clock.advance(300);
    expect(await finding).toBeUndefined();
  });
});
