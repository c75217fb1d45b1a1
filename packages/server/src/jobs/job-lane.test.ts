import { afterEach, expect, it, vi } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { JobLane } from './job-lane.ts';
import { createJobFolder, OWN } from './testing/job-folder.ts';

const lanes: JobLane[] = [];
afterEach(async () => {
  await Promise.all(lanes.splice(0).map((lane) => lane.close()));
});

const createLane = (mostKeptBytes: number): JobLane => {
  const settings = { processes: 1, heapMegabytes: 256, threads: 1, idleMs: 60_000, mostKeptBytes };
  const lane = new JobLane(settings, createFakeClock());
  lanes.push(lane);
  return lane;
};

const run = (lane: JobLane) =>
  lane.run('ingestLines', { lines: [{}], ownGstin: OWN, outFolder: createJobFolder() }, {});

it('does not keep a process that has grown large', async () => {
  const lane = createLane(1);
  await expect(run(lane)).resolves.toMatchObject({ accepted: false });
  await vi.waitFor(() => expect(lane.pids).toEqual([]));
  await expect(run(lane)).resolves.toMatchObject({ accepted: false });
});

it('keeps one that has not', async () => {
  const lane = createLane(1e12);
  await run(lane);
  const { pids } = lane;
  await run(lane);
  expect(lane.pids).toEqual(pids);
});
