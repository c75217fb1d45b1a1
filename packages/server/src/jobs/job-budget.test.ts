import { describe, expect, it } from 'vitest';
import { planJobs } from './job-budget.ts';

const NOTHING_SAID = { jobs: null, jobMemoryBytes: null };

describe('planJobs', () => {
  it.each([1, 2, 4, 8, 64, 256])('plans for %i cores within what there is', (cores) => {
    const { jobs, budget } = planJobs(NOTHING_SAID, cores);
    expect(jobs).toBeGreaterThanOrEqual(1);
    expect(jobs).toBeLessThanOrEqual(16);
    expect(budget.threads).toBeGreaterThanOrEqual(1);
    expect(budget.threads).toBeLessThanOrEqual(cores);
    expect(budget.threads * jobs).toBeLessThanOrEqual(Math.max(4 * cores, jobs));
    expect(budget.memoryBytes).toBeGreaterThanOrEqual(256e6);
  });

  it('does what it is told', () =>
    expect(planJobs({ jobs: 5, jobMemoryBytes: 3e9 }, 10)).toEqual({
      jobs: 5,
      budget: { threads: 4, memoryBytes: 3e9 },
    }));
});
