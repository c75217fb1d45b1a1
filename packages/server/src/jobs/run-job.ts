import { compactSegments } from './compact-segments.ts';
import { ingestFile } from './ingest-file.ts';
import { ingestLines } from './ingest-lines.ts';
import type { JobContext } from './job-context.ts';
import type { JobInput, JobKind, JobOutput } from './job-contracts.ts';
import { queryResults } from './query-results.ts';
import { reconcileSegments } from './reconcile-segments.ts';

type JobFunction<Kind extends JobKind> = (input: JobInput<Kind>, context: JobContext) => Promise<JobOutput<Kind>>;

/** What each kind of job does; to be called in a process of its own. */
const JOBS: { readonly [Kind in JobKind]: JobFunction<Kind> } = {
  ingestFile,
  ingestLines,
  reconcile: reconcileSegments,
  queryResults,
  compact: compactSegments,
};

/** @throws InputRefused, the signal's reason, or what the machine throws */
export const runJob = <Kind extends JobKind>(
  kind: Kind,
  input: JobInput<Kind>,
  context: JobContext,
): Promise<JobOutput<Kind>> => JOBS[kind](input, context);
