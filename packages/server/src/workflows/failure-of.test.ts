import { problem } from '@milaan/contract';
import { describe, expect, it } from 'vitest';
import { JobDied, JobFailed, JobPoolClosed, JobRefused } from '../jobs/job-failures.ts';
import { StorageAnswerInvalid, StorageTimeout, StorageUnavailable } from '../storage/storage-failure.ts';
import { isOurFault, pauseBefore, problemOf, retryPolicyOf } from './failure-of.ts';
import { failWith, WorkflowFailure } from './workflow-failure.ts';

const databaseAway = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
const diskFull = Object.assign(new Error('ENOSPC: no space left on device, mkdir'), { code: 'ENOSPC' });
const refused = new JobRefused('COLUMN_MISSING', 'purchases.csv', 'purchases.csv has no date.', 'Add the column.');

describe('what a failure becomes', () => {
  it.each([
    ['a refused file', refused, 'file_unreadable', 1],
    ['a dead job', new JobDied('reconcile', null, 'SIGKILL'), 'internal_error', 3],
    ['a job out of memory', new JobFailed('OUT_OF_MEMORY', '', undefined), 'internal_error', 1],
    ['a full disk', new JobFailed('DISK_FULL', '', undefined), 'storage_unavailable', 6],
    ['a disk without room for what a job reads', diskFull, 'storage_unavailable', 6],
    ['a pool that closes', new JobPoolClosed(), 'internal_error', 6],
    ['a store that is away', new StorageUnavailable('It is away.', 'ECONNREFUSED'), 'storage_unavailable', 12],
    [
      'a store that talks nonsense',
      new StorageAnswerInvalid('It is nonsense.', 'InvalidAnswer'),
      'upstream_invalid_response',
      12,
    ],
    ['a store that is too slow', new StorageTimeout('It is slow.', 'ETIMEDOUT'), 'upstream_timeout', 12],
    ['a database that is away', databaseAway, 'database_unavailable', 12],
    [
      'a provider that fails',
      failWith('upstream_timeout', { metadata: { upstream: 'GST provider' } }),
      'upstream_timeout',
      4,
    ],
    [
      'a session that has ended',
      failWith('gstn_session_required', { metadata: { gstin: 'x' } }),
      'gstn_session_required',
      1,
    ],
    ['a defect', new TypeError('x is not a function'), 'internal_error', 1],
  ])('%s', (_, error, code, attempts) => {
    expect(problemOf(error).code).toBe(code);
    expect(retryPolicyOf(error).attempts).toBe(attempts);
  });

  it('says what is wrong with a file in one sentence, by its own name', () => {
    expect(problemOf(refused).detail).toBe(
      'The file purchases.csv cannot be read: purchases.csv has no date. Add the column.',
    );
  });

  it('logs defects and faults of the machine, not faults of files', () => {
    expect(isOurFault(refused)).toBe(false);
    expect(isOurFault(new WorkflowFailure(problem('internal_error')))).toBe(false);
    expect(isOurFault(new JobDied('reconcile', 1, null))).toBe(true);
  });
});

it('waits longer each time, up to a bound', () => {
  const policy = { attempts: 9, firstPauseMs: 100, longestPauseMs: 1000 };
  expect([2, 3, 4, 5, 6, 7].map((attempt) => pauseBefore(attempt, policy))).toEqual([100, 200, 400, 800, 1000, 1000]);
});
