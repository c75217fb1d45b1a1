import { LIMITS } from '@milaan/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { openState, type State } from '../state/open-state.ts';
import { hasPostgres, startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';
import { type ConcurrencyLimiter, isPlace, type Place } from './concurrency.ts';
import { createSharedConcurrencyLimiter } from './shared-concurrency.ts';

const LIMIT = 8;

// Without Postgres on the machine this is skipped, except in CI, where it must be there.
describe.skipIf(!hasPostgres() && process.env.CI === undefined)('places that several nodes share', () => {
  let postgres: TestPostgres;
  const states: State[] = [];
  const clock = createFakeClock();
  let count = 0;
  const limiters: ConcurrencyLimiter[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    const settings = { dataDir: '', schema: `places_${process.pid}`, poolSize: 4, databaseTimeoutMs: 10_000 };
    // A pool for each node, as in service.
    for (let i = 0; i < 2; i++) states.push(await openState({ ...settings, databaseUrl: postgres.url }));
  });
  afterAll(async () => {
    for (const limiter of limiters) await limiter.stop();
    for (const state of states) await state.close();
    await postgres?.stop();
  });

  const newNode = (which: number): ConcurrencyLimiter => {
    const state = states[which];
    if (state === undefined) throw new Error('There are two pools.');
    const limiter = createSharedConcurrencyLimiter(state.db, `node ${++count}`, LIMIT, clock);
    limiters.push(limiter);
    return limiter;
  };
  const newWorkspace = () => `workspace ${++count}`;
  const enter = async (node: ConcurrencyLimiter, workspaceId: string) => node.enter(workspaceId, clock.nowMs());
  const enterMany = async (node: ConcurrencyLimiter, workspaceId: string, times: number): Promise<Place[]> => {
    const entered = await Promise.all(Array.from({ length: times }, () => enter(node, workspaceId)));
    return entered.filter(isPlace);
  };
  /** Time goes on until what is under way at the nodes in the background has been done. */
  const passUntil = (ready: () => Promise<boolean>) =>
    expect.poll(
      async () => {
        clock.advance(1000);
        return ready();
      },
      { timeout: 10_000 },
    );

  it('are as many as the limit, however the requests come to the nodes', async () => {
    const [a, b, workspace] = [newNode(0), newNode(1), newWorkspace()];
    const both = await Promise.all([enterMany(a, workspace, 7), enterMany(b, workspace, 7)]);
    const places = both.flat();
    expect(places.length).toBeLessThanOrEqual(LIMIT);
    // What one node had taken in advance is lent again, so that all places can be used.
    for (const place of places) place.leave();
    await passUntil(async () => (await enterMany(b, workspace, LIMIT)).length > 0).toBe(true);
    expect(a.underWay + b.underWay).toBeLessThanOrEqual(LIMIT);
  });

  it('are all to be had at one node when the other does not need them', async () => {
    const [a, b, workspace] = [newNode(0), newNode(1), newWorkspace()];
    for (const place of await enterMany(a, workspace, 3)) place.leave();
    await passUntil(async () => {
      const places = await enterMany(b, workspace, LIMIT);
      if (places.length < LIMIT) for (const place of places) place.leave();
      return places.length === LIMIT;
    }).toBe(true);
    const refused = await enter(a, workspace);
    expect(isPlace(refused)).toBe(false);
  });

  it('of a killed node are free again when its requests must have ended, and not before', async () => {
    const [killed, other, workspace] = [newNode(0), newNode(1), newWorkspace()];
    expect(await enterMany(killed, workspace, LIMIT)).toHaveLength(LIMIT);
    clock.advance(LIMITS.requestMs);
    const refused = await enter(other, workspace);
    expect(refused).toMatchObject({ code: 'rate_limit_concurrency', metadata: { limit: LIMIT } });
    clock.advance(15_000);
    expect(isPlace(await enter(other, workspace))).toBe(true);
  });

  it('of a node that stops are free at once', async () => {
    const [stopping, other, workspace] = [newNode(0), newNode(1), newWorkspace()];
    await enterMany(stopping, workspace, LIMIT);
    await stopping.stop();
    expect(await enterMany(other, workspace, LIMIT)).toHaveLength(LIMIT);
  });

  it('of one workspace are not those of another', async () => {
    const node = newNode(0);
    await enterMany(node, newWorkspace(), LIMIT);
    expect(await enterMany(node, newWorkspace(), LIMIT)).toHaveLength(LIMIT);
  });

  it('cost a statement now and then, and not for every request', async () => {
    const [node, workspace] = [newNode(0), newWorkspace()];
    const first = await enter(node, workspace);
    expect(isPlace(first)).toBe(true);
    if (isPlace(first)) first.leave();
    const next = Array.from({ length: 100 }, () => {
      const entered = node.enter(workspace, clock.nowMs());
      if (!(entered instanceof Promise) && isPlace(entered)) entered.leave();
      return entered instanceof Promise;
    });
    expect(next).not.toContain(true);
  });
});
