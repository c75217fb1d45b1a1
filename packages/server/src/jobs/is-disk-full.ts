import { JobFailed } from './job-failures.ts';

/** What systems say when a disk, or somebody's share of it, is full. */
const CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);

/** Whether something failed because the disk of this node is full: in a job, or where the files for jobs are put. */
export function isDiskFull(error: unknown): boolean {
  if (error instanceof JobFailed) return error.reason === 'DISK_FULL';
  return error instanceof Error && 'code' in error && CODES.has(error.code);
}
