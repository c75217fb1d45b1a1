import type { JobInput, JobKind, JobOutput, JobProgress } from './job-contracts.ts';
import type { JobFailedReason } from './job-failures.ts';

/** Sent to the process of a job; it answers with any number of `progress` and one of the others. */
export interface JobOrder<Kind extends JobKind = JobKind> {
  readonly kind: Kind;
  readonly input: JobInput<Kind>;
}

export type JobAnswer<Kind extends JobKind = JobKind> =
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'done'; readonly output: JobOutput<Kind>; readonly residentBytes: number }
  | {
      readonly type: 'refused';
      readonly reason: string;
      readonly file: string;
      readonly message: string;
      readonly hint: string | null;
    }
  | {
      readonly type: 'failed';
      readonly reason: JobFailedReason;
      readonly message: string;
      readonly stack: string | undefined;
    };
