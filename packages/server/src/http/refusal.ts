import { type ErrorCode, type Problem, type ProblemArguments, problem } from '@milaan/contract';

/** An answer of the master that ends a request early. The only thing that a step of the pipeline throws on purpose. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(failure: Problem) {
    super(failure.code);
    this.name = 'Refusal';
    this.problem = failure;
  }
}

/** `throw refuse('token_missing')`: its arguments are those of `problem`. */
export const refuse = <Code extends ErrorCode>(code: Code, ...input: ProblemArguments<Code>): Refusal =>
  new Refusal(problem(code, ...input));
