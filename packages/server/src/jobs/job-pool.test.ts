import { DEFAULT_SETTINGS } from '@milaan/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeClock } from '../injected/fake-clock.ts';
import type { IngestFileInput, JobProgress } from './job-contracts.ts';
import { JobDied, JobFailed, JobPoolClosed, JobRefused } from './job-failures.ts';
import { createJobPool, type JobPool } from './job-pool.ts';
import { createJobFolder, namesIn, OWN, outFolderIn, PAN, registerOf, writeInput } from './testing/job-folder.ts';

const clock = createFakeClock();
const pools: JobPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const createPool = (jobs = 1): JobPool => {
  const pool = createJobPool({ jobs, jobMemoryBytes: 1e9 }, clock);
  pools.push(pool);
  return pool;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const setUp = (content = registerOf([['A/1', '01-10-2026', OWN, 100]]), jobs = 1) => {
  const folder = createJobFolder();
  const path = writeInput(folder, 'upl_1', content);
  const pool = createPool(jobs);
  let count = 0;
  const input = (more: Partial<IngestFileInput> = {}): IngestFileInput => ({
    ...{ path, fileName: 'October.csv', gstins: null, pan: PAN, outFolder: outFolderIn(folder, `out-${++count}`) },
    ...pool.budget,
    ...more,
  });
  return { folder, pool, input };
};

/** Starts a job and stops its process, so that it lasts until it is resumed or killed. */
const startStopped = async (signal?: AbortSignal) => {
  const { pool, input } = setUp();
  const running = pool.run('ingestFile', input(), signal === undefined ? {} : { signal });
  running.catch(() => undefined);
  await vi.waitFor(() => expect(pool.pids).toHaveLength(1));
  const [pid = 0] = pool.pids;
  process.kill(pid, 'SIGSTOP');
  return { pool, input, running, pid, resume: () => process.kill(pid, 'SIGCONT') };
};

describe('createJobPool', () => {
  it('runs a job in another process, which it keeps for the next', async () => {
    const { pool, input } = setUp();
    const progress: JobProgress[] = [];
    const output = await pool.run('ingestFile', input(), { onProgress: (told) => progress.push(told) });
    expect(output).toMatchObject({ side: 'BOOKS', rejectedRows: 0, segments: [{ ownGstin: OWN, documents: 1 }] });
    expect(progress[0]).toMatchObject({ stage: 'read', unit: 'bytes' });
    const [pid] = pool.pids;
    expect(pid).not.toBe(process.pid);
    await pool.run('ingestFile', input());
    expect(pool.pids).toEqual([pid]);
    expect([pool.running, pool.waiting]).toEqual([0, 0]);
  });

  it('hands a mapping over whole', async () => {
    const { pool, input } = setUp(`Bill,On,Party,Net\nA/1,01-10-2026,27AAACB2222B1ZJ,100\n`);
    const columns = new Map([
      ['documentNumber', ['Bill']],
      ['documentDate', ['On']],
      ['supplierGstin', ['Party']],
      ['itemTaxableAmount', ['Net']],
    ] as const);
    const output = await pool.run('ingestFile', input({ mapping: { columns, headerRow: 1 }, ownGstin: OWN }));
    expect(output.segments).toMatchObject([{ ownGstin: OWN, documents: 1 }]);
  });

  it('tells a refusal in the words of the job, and the process lives on', async () => {
    const { pool, input, folder } = setUp('nothing\nto\nsee\n');
    const refusal = await pool.run('ingestFile', input()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(JobRefused);
    expect(refusal).toMatchObject({ reason: 'HEADER_NOT_FOUND', file: 'October.csv', hint: expect.any(String) });
    const [pid] = pool.pids;
    await pool.run(
      'ingestFile',
      input({ path: writeInput(folder, 'good', registerOf([['A/1', '01-10-2026', OWN, 1]])) }),
    );
    expect(pool.pids).toEqual([pid]);
  });

  it('tells what failed by the fault of Milaan or of the machine', async () => {
    const { pool, input } = setUp();
    const failure = await pool
      .run('reconcile', {
        ...{ books: [{ path: '/nowhere.parquet', sequence: 1 }], portal: [], deletions: [], reconType: 'X' },
        ...{ settings: { ...DEFAULT_SETTINGS, asOf: '2026-11-22' }, outFolder: input().outFolder, ...pool.budget },
      })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(JobFailed);
    expect(failure).toMatchObject({ reason: 'INTERNAL', message: expect.stringContaining('nowhere') });
  });

  it('keeps the environment to itself', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://user:secret@host/db');
    vi.stubEnv('NODE_OPTIONS', '--this-flag-would-stop-the-child');
    const { pool, input } = setUp();
    await pool.run('ingestFile', input());
    vi.unstubAllEnvs();
    expect(pool.pids).toHaveLength(1);
  });
});

describe('an abort', () => {
  it('ends the job and its process before anyone is told', async () => {
    const abort = new AbortController();
    const { running, pid, pool, input } = await startStopped(abort.signal);
    abort.abort(new Error('cancelled by its owner'));
    await expect(running).rejects.toThrow('cancelled by its owner');
    expect(isAlive(pid)).toBe(false);
    expect([pool.running, pool.pids]).toEqual([0, []]);
    await expect(pool.run('ingestFile', input())).resolves.toMatchObject({ side: 'BOOKS' });
  });

  it('takes a waiting job out of the queue', async () => {
    const { running, pool, input, resume } = await startStopped();
    const abort = new AbortController();
    const waiting = pool.run('ingestFile', input(), { signal: abort.signal });
    const last = pool.run('ingestFile', input(), {});
    expect(pool.waiting).toBe(2);
    abort.abort(new Error('never mind'));
    await expect(waiting).rejects.toThrow('never mind');
    expect(pool.waiting).toBe(1);
    resume();
    await running;
    await expect(last).resolves.toMatchObject({ side: 'BOOKS' });
  });

  it('before the start starts nothing', async () => {
    const { pool, input } = setUp();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(pool.run('ingestFile', input(), { signal })).rejects.toThrow('too late');
    expect(pool.pids).toEqual([]);
  });
});

describe('a process that dies', () => {
  it('fails its job, and the next job gets a new one', async () => {
    const { running, pid, pool, input } = await startStopped();
    process.kill(pid, 'SIGKILL');
    const death = await running.catch((error: unknown) => error);
    expect(death).toBeInstanceOf(JobDied);
    expect(death).toMatchObject({ signal: 'SIGKILL' });
    await expect(pool.run('ingestFile', input())).resolves.toMatchObject({ side: 'BOOKS' });
    expect(pool.pids).not.toContain(pid);
  });
});

describe('the queue', () => {
  it('keeps the order in which jobs came, and lets short ones by that somebody waits for', async () => {
    const { running, pool, input, resume } = await startStopped();
    const ended: string[] = [];
    const note = (name: string) => () => void ended.push(name);
    const jobs = [
      running.then(note('first')),
      pool.run('ingestFile', input()).then(note('second')),
      pool.run('ingestFile', input()).then(note('third')),
    ];
    await pool.run('ingestLines', { lines: [{}], ownGstin: OWN, outFolder: input().outFolder }).then(note('lines'));
    resume();
    await Promise.all(jobs);
    expect(ended).toEqual(['lines', 'first', 'second', 'third']);
  });
});

describe('the end of a pool', () => {
  it('ends every process and fails what runs or waits', async () => {
    const { running, pool, input, pid } = await startStopped();
    const waiting = pool.run('ingestFile', input());
    waiting.catch(() => undefined);
    await pool.close();
    await expect(running).rejects.toBeInstanceOf(JobPoolClosed);
    await expect(waiting).rejects.toBeInstanceOf(JobPoolClosed);
    await expect(pool.run('ingestFile', input())).rejects.toBeInstanceOf(JobPoolClosed);
    expect(isAlive(pid)).toBe(false);
    expect(pool.pids).toEqual([]);
  });

  it('an idle process ends after a minute', async () => {
    const { pool, input } = setUp();
    await pool.run('ingestFile', input());
    const [pid = 0] = pool.pids;
    clock.advance(59_000);
    expect(pool.pids).toEqual([pid]);
    clock.advance(2_000);
    await vi.waitFor(() => expect(pool.pids).toEqual([]));
    expect(isAlive(pid)).toBe(false);
  });
});

describe('a hostile file', () => {
  it('with a cell of many megabytes is a row that is rejected, and the process lives', async () => {
    const cell = 'x'.repeat(20 * 2 ** 20);
    const { pool, input } = setUp(
      registerOf([
        ['A/1', '01-10-2026', OWN, 1],
        [cell, '01-10-2026', OWN, 1],
      ]),
    );
    const job = input();
    const outcome = await pool.run('ingestFile', job).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toBeInstanceOf(JobRefused);
    else expect(outcome).toMatchObject({ rejectedRows: 1 });
    expect(pool.pids).toHaveLength(1);
    expect(namesIn(job.outFolder).filter((name) => name.startsWith('temp'))).toEqual([]);
  });
});
