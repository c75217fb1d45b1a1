import { problem } from '@milaan/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOWHERE } from '../http/app.ts';
import { createExchange, type Exchange } from '../http/exchange.ts';
import { createFakeClock, type FakeClock } from '../injected/fake-clock.ts';
import { createSystemRandomness } from '../injected/randomness.ts';
import { createUlids } from '../injected/ulid.ts';
import { openState, type State } from '../state/open-state.ts';
import { listRequestBlocks } from '../state/request-blocks.ts';
import { embeddedTemplate } from '../testing/embedded-template.ts';
import { BLOCK_WEIGHT, blocksOf } from './blocks-of.ts';
import { createRequestRecorder, MOST_READS, type RequestRecorder, WRITE_EVERY_MS } from './create-request-recorder.ts';
import { type AnsweredRequest, answeredRequest } from './recorded-request.ts';
import { windowStartOf } from './request-window.ts';

const CAPACITY = 50;
const ANSWER = { status: 200, headers: {}, body: '' } as const;

describe('the recorder', () => {
  let state: State;
  /** Takes nothing. */
  let closed: State;
  let clock: FakeClock;
  let createUlid: () => string;
  let faults: unknown[];
  let workspaces = 0;
  let workspaceId = '';

  const open = async (): Promise<State> => {
    const settings = { dataDir: 'memory://', schema: 'milaan', poolSize: 1, databaseTimeoutMs: 10_000 };
    return openState({ ...settings, embeddedTemplate: await embeddedTemplate() });
  };
  const recorderOf = ({ db }: State): RequestRecorder =>
    createRequestRecorder({ db, clock, createUlid, onFault: (error) => faults.push(error), capacity: CAPACITY });
  const newExchange = (): Exchange =>
    Object.assign(createExchange({ method: 'GET', headers: new Headers() }, NOWHERE, `req_${createUlid()}`), {
      operationId: 'getConfig',
      owner: { workspaceId, clientId: 'cli_1' },
    });
  const record = (recorder: RequestRecorder, count: number): readonly string[] =>
    Array.from({ length: count }, () => {
      const exchange = newExchange();
      recorder.onAnswer(exchange, ANSWER, 1.234);
      return exchange.requestId;
    });
  const blocksAt = (requestId: string) =>
    listRequestBlocks(state.db, { workspaceId, windowStart: windowStartOf(requestId) });

  beforeAll(async () => {
    state = await open();
    closed = await open();
    await closed.close();
  });
  afterAll(() => state.close());
  beforeEach(() => {
    clock = createFakeClock();
    createUlid = createUlids(clock, createSystemRandomness());
    faults = [];
    workspaceId = `ws_${++workspaces}`;
  });

  it('keeps what failed or wrote in a flood of reads, and reads again after it', async () => {
    const recorder = createRequestRecorder({ db: state.db, clock, createUlid, onFault: (error) => faults.push(error) });
    const reads = record(recorder, MOST_READS + 5);
    expect(recorder.dropped).toBe(5);
    expect(recorder.find(workspaceId, reads.at(-1) ?? '')).toBeUndefined();
    const failed = newExchange();
    recorder.onAnswer(failed, { ...ANSWER, status: 402 }, 1);
    const written = Object.assign(newExchange(), { method: 'POST' });
    recorder.onAnswer(written, ANSWER, 1);
    for (const { requestId } of [failed, written])
      expect(recorder.find(workspaceId, requestId)).toMatchObject({ requestId });
    await recorder.flush();
    const [later = ''] = record(recorder, 1);
    expect(recorder.find(workspaceId, later)).toMatchObject({ requestId: later });
    await recorder.close();
    expect(faults).toEqual([]);
  });

  it('writes once a second, one row for what came, and sleeps when nothing comes', async () => {
    const recorder = recorderOf(state);
    expect(clock.sleepers).toBe(0);
    const ids = record(recorder, 20);
    expect(clock.sleepers).toBe(1);
    expect(await blocksAt(ids[0] ?? '')).toHaveLength(0);
    clock.advance(WRITE_EVERY_MS);
    await expect.poll(() => blocksAt(ids[0] ?? '')).toHaveLength(1);
    await recorder.flush();
    expect(ids.map((id) => recorder.find(workspaceId, id))).toEqual(ids.map(() => undefined));
    expect(clock.sleepers).toBe(0);
    record(recorder, 1);
    expect(clock.sleepers).toBe(1);
    await recorder.close();
  });

  it('keeps nothing of a request of which nobody knows whose it is', async () => {
    const recorder = recorderOf(state);
    recorder.onAnswer({ ...newExchange(), owner: null }, ANSWER, 1);
    expect(clock.sleepers).toBe(0);
  });

  it('knows what it has not written, to its own workspace only', async () => {
    const recorder = recorderOf(state);
    const [id = ''] = record(recorder, 1);
    expect(recorder.find(workspaceId, id)).toMatchObject({ requestId: id, durationMs: 1.2, clientId: 'cli_1' });
    expect(recorder.find('ws_other', id)).toBeUndefined();
    const writing = recorder.flush();
    expect(recorder.find(workspaceId, id)).toMatchObject({ requestId: id });
    await writing;
    await recorder.close();
  });

  it('keeps what the database does not take, tells of it once, and writes it later', async () => {
    let isAway = true;
    const db = state.db.withPlugin({
      transformQuery({ node }) {
        if (isAway) throw new Error('The database is away.');
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const recorder = recorderOf({ ...state, db });
    const [id = ''] = record(recorder, 3);
    await recorder.flush();
    await recorder.flush();
    expect(faults).toHaveLength(1);
    expect(recorder.find(workspaceId, id)).toMatchObject({ requestId: id });
    isAway = false;
    record(recorder, 1);
    clock.advance(WRITE_EVERY_MS);
    await expect.poll(() => blocksAt(id)).toHaveLength(1);
    await recorder.close();
    expect(recorder.dropped).toBe(0);
  });

  it('tries again by itself while the database is away', async () => {
    const recorder = recorderOf(closed);
    record(recorder, 1);
    for (let tries = 0; tries < 3; tries++) {
      await expect.poll(() => clock.sleepers).toBe(1);
      clock.advance(WRITE_EVERY_MS);
    }
    await expect.poll(() => clock.sleepers).toBe(1);
    await recorder.close();
  });

  it('holds no more than it may: the oldest go, and are counted', async () => {
    const recorder = recorderOf(closed);
    const ids = record(recorder, 3 * CAPACITY);
    await recorder.flush();
    const found = ids.filter((id) => recorder.find(workspaceId, id) !== undefined);
    expect(found.length).toBeLessThanOrEqual(CAPACITY);
    expect(found).toEqual(ids.slice(-found.length));
    expect(recorder.dropped).toBe(ids.length - found.length);
    await recorder.close();
  });

  it('writes what waits when it is closed, and records nothing after that', async () => {
    const recorder = recorderOf(state);
    const [id = ''] = record(recorder, 2);
    await recorder.close();
    expect(await blocksAt(id)).toHaveLength(1);
    const [late = ''] = record(recorder, 1);
    expect(recorder.find(workspaceId, late)).toBeUndefined();
    expect(clock.sleepers).toBe(0);
  });

  const answered = (failure: Exchange['failure'] = null): AnsweredRequest => {
    const request = answeredRequest({ ...newExchange(), failure }, ANSWER, 1);
    if (request === null) throw new Error('The exchange has an owner.');
    return request;
  };

  it('puts the ids of ten seconds together, to the millisecond', () => {
    clock.advance(10_000 - (clock.nowMs() % 10_000) - 1);
    const before = [answered(), answered()];
    clock.advance(1);
    const after = [answered()];
    expect(blocksOf([...before, ...after]).map(({ requests }) => requests)).toEqual([before, after]);
    expect(windowStartOf(after[0]?.requestId ?? '').getTime()).toBe(clock.nowMs());
  });

  it('makes no block too large to be read at once', () => {
    const fault = { code: 'parameter_invalid', detail: 'No.', pointer: '/a', param: 'a' } as const;
    const metadata = { param: 'a', reason: 'no' };
    const failure = problem('parameter_invalid', { metadata, errors: Array(9).fill(fault) });
    const blocks = blocksOf(Array.from({ length: 250 }, () => answered(failure)));
    expect(blocks.map(({ requests }) => requests.length)).toEqual([BLOCK_WEIGHT / 10, BLOCK_WEIGHT / 10, 50]);
  });
});
