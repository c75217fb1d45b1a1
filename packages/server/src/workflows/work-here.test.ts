import { expect, it } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import { createLog } from '../observe/log.ts';
import { StorageUnavailable } from '../storage/storage-failure.ts';
import { createEngineLog } from './engine-log.ts';
import { createWorkHere } from './work-here.ts';
import { failWith } from './workflow-failure.ts';
import type { WorkflowParts } from './workflow-parts.ts';

const clock = createFakeClock();
const lines: string[] = [];
const log = createLog({ level: 'info', destination: { write: (line) => lines.push(line) } });
// Attempts use the clock and the log, and hand the rest on to the step.
const parts = { clock, log } as unknown as WorkflowParts;

const signalOf = (signal: AbortSignal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const isSettled = async (promise: Promise<unknown>) => {
  const mark = Symbol();
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, mark))])) !== mark;
};

it('says the same about the engine once a minute', () => {
  lines.length = 0;
  const told = createEngineLog(parts);
  for (const queue of ['work', 'work', 'file']) told(`Error in queue ${queue}: read ECONNRESET`);
  expect(lines).toHaveLength(2);
  clock.advance(60_000);
  told(new Error('Error in queue work: read ECONNRESET'));
  expect(lines).toHaveLength(3);
});

it('tries again after pauses while the store is away, and gives the value', async () => {
  const here = createWorkHere(parts);
  let attempts = 0;
  const outcome = here.attempt('wf', async () => {
    attempts++;
    if (attempts < 4) throw new StorageUnavailable('It is away.', 'ECONNREFUSED');
    return 'done';
  });
  while (!(await isSettled(outcome))) clock.advance(60_000);
  expect(await outcome).toEqual({ value: 'done' });
  expect(attempts).toBe(4);
});

it('gives up after a bounded time with the code of the cause', async () => {
  const outcome = createWorkHere(parts).attempt('wf', async () => {
    throw new StorageUnavailable('It is away.', 'ECONNREFUSED');
  });
  while (!(await isSettled(outcome))) clock.advance(60_000);
  expect(await outcome).toMatchObject({ failure: { code: 'storage_unavailable' } });
});

it('tries a failure of the work once, and does not log it', async () => {
  lines.length = 0;
  const failure = failWith('gstn_session_required', { metadata: { gstin: '27AAACA1111A1ZS' } });
  const outcome = createWorkHere(parts).attempt('wf', () => Promise.reject(failure));
  expect(await outcome).toMatchObject({ failure: { code: 'gstn_session_required' } });
  expect(lines).toEqual([]);
});

it('stops the steps of one owner, and only these', async () => {
  const here = createWorkHere(parts);
  const [stopped, other] = ['wf_1', 'wf_2'].map((owner) => here.attempt(owner, (_, signal) => signalOf(signal)));
  expect(here.owners).toEqual(['wf_1', 'wf_2']);
  here.abort('wf_1');
  expect(await stopped).toEqual({ isStopped: true });
  expect(here.owners).toEqual(['wf_2']);
  expect(await isSettled(Promise.resolve(other).then(() => {}))).toBe(false);
});

it('lets steps finish while it drains, and begins none', async () => {
  const here = createWorkHere(parts);
  let finish = () => {};
  const step = here.attempt('wf', () => new Promise<void>((resolve) => (finish = resolve)));
  const drained = here.drain(60_000);
  expect(await isSettled(here.attempt('wf_2', async () => 1))).toBe(false);
  expect(await isSettled(drained)).toBe(false);
  finish();
  expect(await step).toEqual({ value: null });
  await drained;
});

it('cuts off what does not finish in time, without an outcome that somebody would keep', async () => {
  const here = createWorkHere(parts);
  let isCutOff = false;
  const step = here.attempt('wf', (_, signal) => signalOf(signal).finally(() => (isCutOff = true)));
  const drained = here.drain(60_000);
  clock.advance(60_000);
  await drained;
  expect(await isSettled(step)).toBe(false);
  expect(isCutOff).toBe(true);
});
