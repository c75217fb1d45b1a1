import type { Clock } from '../injected/clock.ts';
import { type JobPlan, type JobSettings, planJobs } from './job-budget.ts';
import type { JobBudget, JobInput, JobKind, JobOutput } from './job-contracts.ts';
import { JobLane, type JobOptions } from './job-lane.ts';

export type { JobOptions } from './job-lane.ts';

/** Runs jobs in processes of their own, so that neither their work nor their death touches the server. */
export interface JobPool {
  /** What a heavy job may use; to be put into its input. */
  readonly budget: JobBudget;
  /**
   * @throws JobRefused when the input is refused, JobDied when the process died under the job, JobFailed when the
   * machine or Milaan failed, JobPoolClosed, or the signal's reason; after an abort the job is gone.
   */
  run<Kind extends JobKind>(kind: Kind, input: JobInput<Kind>, options?: JobOptions): Promise<JobOutput<Kind>>;
  /** Jobs that wait for a process. */
  readonly waiting: number;
  readonly running: number;
  /** Processes there are, for the operator and for tests. */
  readonly pids: readonly number[];
  /** Ends all processes; what runs or waits fails. */
  close(): Promise<void>;
}

/** Somebody waits for these at this moment: they never stand behind a reconciliation of minutes. */
const LIGHT: ReadonlySet<JobKind> = new Set<JobKind>(['ingestLines', 'queryResults']);
const LIGHT_PROCESSES = 2;
const LIGHT_HEAP_MEGABYTES = 256;

/** How long a process without work is kept, and how large it may be then. */
const KEPT = { idleMs: 60_000, mostKeptBytes: 768e6 };

const LEAST_HEAP_MEGABYTES = 512;
const MOST_HEAP_MEGABYTES = 4096;

/** As much as the database has: large workbooks and hard cases of matching stand in Node's own memory. */
const heapMegabytes = ({ budget }: JobPlan): number =>
  Math.round(Math.min(MOST_HEAP_MEGABYTES, Math.max(LEAST_HEAP_MEGABYTES, budget.memoryBytes / 1e6)));

/** Processes are started when they are needed, kept for a minute and then ended. */
export function createJobPool(settings: JobSettings, clock: Clock): JobPool {
  const plan = planJobs(settings);
  const { threads } = plan.budget;
  const heavy = new JobLane({ processes: plan.jobs, heapMegabytes: heapMegabytes(plan), threads, ...KEPT }, clock);
  const light = new JobLane(
    { processes: LIGHT_PROCESSES, heapMegabytes: LIGHT_HEAP_MEGABYTES, threads: 2, ...KEPT },
    clock,
  );
  return {
    budget: plan.budget,
    run: (kind, input, options = {}) => (LIGHT.has(kind) ? light : heavy).run(kind, input, options),
    get waiting() {
      return heavy.waiting + light.waiting;
    },
    get running() {
      return heavy.running + light.running;
    },
    get pids() {
      return [...heavy.pids, ...light.pids];
    },
    close: async () => {
      await Promise.all([heavy.close(), light.close()]);
    },
  };
}
