import { type Problem, type ProblemArguments, problem } from '../errors/problem.ts';
import type { OperationCode, OperationId } from './table.ts';

/** Makes the failures of one operation; a code that the operation does not promise does not compile. */
export type OperationProblem<Id extends OperationId> = <Code extends OperationCode<Id>>(
  code: Code,
  ...input: ProblemArguments<Code>
) => Problem<Code>;

/**
 * `problem` narrowed to the codes of one operation.
 *
 * @example
 * const refuse = problemsOf<'getConfig'>();
 * refuse('configuration_missing', { metadata: { subject: 'this workspace' } });
 */
export const problemsOf = <Id extends OperationId>(): OperationProblem<Id> => problem;
