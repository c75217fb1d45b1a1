import { type Problem, problem } from '@milaan/contract';
import { isDiskFull } from '../jobs/is-disk-full.ts';
import { JobDied, JobPoolClosed, JobRefused } from '../jobs/job-failures.ts';
import { isDatabaseFailure } from '../state/is-database-failure.ts';
import { ObjectMissing, StorageFailure } from '../storage/storage-failure.ts';
import { WorkflowFailure } from './workflow-failure.ts';

/** How often and how long something that fails by itself is tried again. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

const NEVER: RetryPolicy = { attempts: 1, firstPauseMs: 0, longestPauseMs: 0 };
/** About three minutes: a restart of a database or a short fault of the store, not an outage. */
const MEDIUM_AWAY: RetryPolicy = { attempts: 12, firstPauseMs: 250, longestPauseMs: 30_000 };
/** The first death may be the machine's; a file that kills its process twice more is the reason itself. */
const JOB_DIED: RetryPolicy = { attempts: 3, firstPauseMs: 100, longestPauseMs: 1000 };
const UPSTREAM_FAILED: RetryPolicy = { attempts: 4, firstPauseMs: 1000, longestPauseMs: 10_000 };
/** The disk of this node is full, or the pool is closing: another node or a later moment may do better. */
const NODE_EXHAUSTED: RetryPolicy = { attempts: 6, firstPauseMs: 1000, longestPauseMs: 15_000 };

const DATABASE_RETRY_AFTER_MS = 5000;

/** Whether trying again may help, and how long it is tried. */
export function retryPolicyOf(error: unknown): RetryPolicy {
  if (error instanceof WorkflowFailure) return error.problem.status >= 500 ? UPSTREAM_FAILED : NEVER;
  if (error instanceof StorageFailure || isDatabaseFailure(error)) return MEDIUM_AWAY;
  if (error instanceof JobDied) return JOB_DIED;
  if (isDiskFull(error) || error instanceof JobPoolClosed) return NODE_EXHAUSTED;
  return NEVER;
}

/** The pause before an attempt, counted from 2. */
export const pauseBefore = (attempt: number, { firstPauseMs, longestPauseMs }: RetryPolicy): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 2));

/** A sentence for people without its end mark, for the middle of another sentence. */
const clauseOf = (text: string): string => text.replace(/\.\s*$/, '');

/** What a person is told of a failure: a code of the registry. */
export function problemOf(error: unknown): Problem {
  if (error instanceof WorkflowFailure) return error.problem;
  if (error instanceof StorageFailure) return error.problem;
  if (error instanceof JobRefused) {
    const hint = error.hint === null ? '' : ` ${error.hint}`;
    const reason = clauseOf(`${error.message}${hint}`);
    return problem('file_unreadable', { metadata: { param: error.file, reason, refusedBecause: error.reason } });
  }
  if (isDiskFull(error)) return problem('storage_unavailable', { retryAfterMs: DATABASE_RETRY_AFTER_MS });
  if (isDatabaseFailure(error)) return problem('database_unavailable', { retryAfterMs: DATABASE_RETRY_AFTER_MS });
  return problem('internal_error');
}

/** Whether a failure is one of ours, which the log is to know. */
export const isOurFault = (error: unknown): boolean =>
  !(error instanceof WorkflowFailure || error instanceof JobRefused) || error instanceof ObjectMissing;
