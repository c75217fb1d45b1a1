import { ERROR_CODES, exampleProblem, problem, problemBody } from '@milaan/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createProblemText } from './problem-text.ts';

const CONTEXT = { baseUrl: 'https://milaan.test', requestId: 'req_01KAPC3V2D9FD6N9QZV6QJ3Q0R' };
const textOf = createProblemText(CONTEXT.baseUrl);

it.each(ERROR_CODES)('writes %s as the contract has it', (code) => {
  const failure = exampleProblem(code);
  for (const retryAfterMs of [failure.retryAfterMs, null, 1500]) {
    const one = { ...failure, retryAfterMs };
    expect(textOf(one, CONTEXT.requestId)).toBe(JSON.stringify(problemBody(one, CONTEXT)));
  }
});

it('writes whatever a caller has sent as JSON does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (param, reason) => {
      const fault = { code: 'parameter_invalid', detail: reason, pointer: `/${param}`, param } as const;
      const failure = problem('parameter_invalid', { metadata: { param, reason }, errors: [fault] });
      expect(textOf(failure, CONTEXT.requestId)).toBe(JSON.stringify(problemBody(failure, CONTEXT)));
    }),
  );
});
