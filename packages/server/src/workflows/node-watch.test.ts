import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { keepNodeAlive, listNodes, markNodeGone } from '../state/nodes.ts';
import { openState, type State } from '../state/open-state.ts';
import { PROCESS_SPACE } from '../state/process-space.ts';
import { embeddedTemplate } from '../testing/embedded-template.ts';
import { createNodeWatch } from './node-watch.ts';

let state: State;
beforeAll(async () => {
  const settings = { dataDir: 'memory://', schema: 'milaan', poolSize: 1, databaseTimeoutMs: 10_000 };
  state = await openState({ ...settings, embeddedTemplate: await embeddedTemplate() });
});
afterAll(() => state.close());

const nobodyWorks = async () => [];

it('finds nodes that are gone from this machine at once, and silent ones of others', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  await keepNodeAlive(state.db, { id: 'killed', host: PROCESS_SPACE, pid });
  await keepNodeAlive(state.db, { id: 'beside', host: PROCESS_SPACE, pid: process.ppid });
  await keepNodeAlive(state.db, { id: 'silent', host: 'elsewhere', pid: 1 });
  await keepNodeAlive(state.db, { id: 'living', host: 'elsewhere', pid: 2 });
  await markNodeGone(state.db, 'silent');
  const watch = createNodeWatch(state.db, createFakeClock(), 'own');
  expect([...(await watch.beat(nobodyWorks))].sort()).toEqual(['killed', 'silent']);
  await watch.forget(['killed', 'silent']);
  expect(await watch.beat(nobodyWorks)).toEqual([]);
});

it('judges nobody right after it could not reach the database itself', async () => {
  const clock = createFakeClock();
  const watch = createNodeWatch(state.db, clock, 'own');
  await watch.beat(nobodyWorks);
  clock.advance(60_000);
  await markNodeGone(state.db, 'living');
  expect(await watch.beat(nobodyWorks)).toEqual([]);
  expect(await watch.beat(nobodyWorks)).toEqual(['living']);
  await watch.end();
  expect((await listNodes(state.db)).map((node) => node.id).sort()).toEqual(['beside', 'living', 'own']);
  await watch.forget(['living']);
});

it('finds the work of a node that came back after it was taken for dead, and died before it said so', async () => {
  const watch = createNodeWatch(state.db, createFakeClock(), 'own');
  await watch.begin();
  expect(await watch.beat(async () => ['own', 'beside', 'came back'])).toEqual(['came back']);
  expect(await watch.beat(nobodyWorks)).toEqual([]);
});
