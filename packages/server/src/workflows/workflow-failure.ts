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
