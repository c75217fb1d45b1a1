import { type ErrorCode, type Problem, type ProblemArguments, problem } from '@milaan/contract';
import type { FaultRecord } from '../state/tables/fault-record.ts';

/** Ends a workflow or an ingestion with a code of the registry. Not retried: nothing changes by itself. */
export class WorkflowFailure extends Error {
  readonly problem: Problem;

  constructor(failure: Problem) {
    super(`${failure.code}: ${failure.detail}`);
    this.name = 'WorkflowFailure';
    this.problem = failure;
  }
}

/** `throw failWith('file_unreadable', …)`: its arguments are those of `problem`. */
export const failWith = <Code extends ErrorCode>(code: Code, ...input: ProblemArguments<Code>): WorkflowFailure =>
  new WorkflowFailure(problem(code, ...input));

/** Files of one workflow whose faults are told; each is named in `fileErrors`. */
const MOST_FILES_TOLD = 20;

/** What all files that could not be taken have to say, as one failure: whoever mends one wants to know of the others. */
export function failureOfFiles([first, ...others]: readonly Problem[]): Problem | null {
  if (first === undefined || others.length === 0) return first ?? null;
  const told = others.slice(0, MOST_FILES_TOLD);
  const otherFiles = told.map(({ code, detail, param }) => ({ code, detail, param }));
  const detail = [first, ...told].map((one) => one.detail).join(' ');
  return { ...first, detail, metadata: { ...first.metadata, otherFiles } };
}

export const recordOf = ({ code, detail, param, metadata }: Problem): FaultRecord => ({
  code,
  detail,
  param,
  metadata,
});

/** The failure as a resource shows it. */
export const showFault = ({ code, detail, param, metadata }: FaultRecord) => ({
  code,
  detail,
  pointer: null,
  param,
  metadata: { ...metadata },
});
