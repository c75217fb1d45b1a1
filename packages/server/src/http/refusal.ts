import { type ErrorCode, type Problem, type ProblemArguments, problem } from '@milaan/contract';

/**
 * An answer of the master that ends a request early; the only thing that a step of the pipeline throws on purpose. Not an
 * Error: it is no fault, nobody reads its stack, and taking one would cost as much as the rest of the answer.
 */
export class Refusal {
  readonly problem: Problem;

  constructor(failure: Problem) {
    this.problem = failure;
  }
}

/** `throw refuse('token_missing')`: its arguments are those of `problem`. */
export const refuse = <Code extends ErrorCode>(code: Code, ...input: ProblemArguments<Code>): Refusal =>
  new Refusal(problem(code, ...input));
