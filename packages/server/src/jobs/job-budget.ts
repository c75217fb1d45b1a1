import { availableParallelism } from 'node:os';
import { defaultMemoryBytes, memoryForDatabases } from '@milaan/pipeline/memory';
import type { JobBudget } from './job-contracts.ts';

/** What the operator says; null for what the machine suggests. */
export interface JobSettings {
  /** Heavy jobs at the same time. */
  readonly jobs: number | null;
  /** Of the database of one heavy job. */
  readonly jobMemoryBytes: number | null;
}

export interface JobPlan {
  readonly jobs: number;
  readonly budget: JobBudget;
}

/** Below this, one job after the other is faster than two that spill. */
const COMFORTABLE_BYTES = 512e6;
const MOST_JOBS = 16;

/**
 * How many heavy jobs run side by side and what each may use: a job for every two cores, at least two, so that a small
 * run need not wait for a large one, as far as the memory allows. Each gets the threads of two shares: they seldom all
 * compute at the same time.
 */
export function planJobs({ jobs, jobMemoryBytes }: JobSettings, cores = availableParallelism()): JobPlan {
  const fitting = Math.max(1, Math.floor(memoryForDatabases() / COMFORTABLE_BYTES));
  const count = jobs ?? Math.min(Math.max(2, Math.floor(cores / 2)), fitting, MOST_JOBS);
  return {
    jobs: count,
    budget: {
      threads: Math.max(1, Math.min(cores, Math.ceil((2 * cores) / count))),
      memoryBytes: jobMemoryBytes ?? defaultMemoryBytes(count),
    },
  };
}
