import { describe, expect, expectTypeOf, it } from 'vitest';
import { docsUrlOf, type Problem, type ProblemArguments, problem, problemBody, waitingAtLeast } from './problem.ts';

const context = { baseUrl: 'https://milaan.example', requestId: 'req_01K5QZ3V9T8R7M6N5P4Q3S2T1V' };

describe('a problem', () => {
  it('fills its sentence from its metadata', () => {
    const pending = problem('workflow_pending', {
      metadata: { workflowId: 'wf_1', pan: 'ABCDE1234F', reconType: 'MAX_ITC_2B_PR' },
    });
    expect(pending.detail).toBe('Workflow wf_1 for PAN ABCDE1234F and MAX_ITC_2B_PR is still running.');
    expect(pending).toMatchObject({ code: 'workflow_pending', status: 409, retryable: false, retryAfterMs: null });
  });

  it('names the parameter that its metadata names, unless told otherwise', () => {
    expect(problem('resource_missing', { metadata: { param: 'workflowId' } }).param).toBe('workflowId');
    expect(problem('resource_missing', { param: 'id', metadata: { param: 'workflowId' } }).param).toBe('id');
    expect(problem('internal_error').param).toBeNull();
  });

  it('puts only its own names into the sentence', () => {
    const told = problem('parameter_invalid', { metadata: { param: '{reason} $& $1', reason: '{param}' } });
    expect(told.detail).toBe('The parameter {reason} $& $1 is invalid: {param}.');
  });

  it('ends with one full stop, whatever its reason ends with', () => {
    for (const reason of ['it is missing', 'it is missing.', 'it is missing. ', 'it is missing..']) {
      const told = problem('parameter_invalid', { metadata: { param: 'a', reason } });
      expect(told.detail).toBe('The parameter a is invalid: it is missing.');
    }
  });

  it('becomes a body whose members always stand in the same order', () => {
    const body = problemBody(problem('draining', { retryAfterMs: 1500 }), context);
    expect(JSON.stringify(body)).toBe(
      '{"type":"https://milaan.example/docs/errors/draining","title":"The server is shutting down","status":503,' +
        '"detail":"The server is finishing its last requests and takes no new ones.",' +
        '"instance":"/integration/v1/requests/req_01K5QZ3V9T8R7M6N5P4Q3S2T1V","code":"draining","param":null,' +
        '"errors":[],"metadata":{},"requestId":"req_01K5QZ3V9T8R7M6N5P4Q3S2T1V","retryable":true,"retryAfterMs":1500}',
    );
    expect(docsUrlOf('https://a.example', 'draining')).toBe('https://a.example/docs/errors/draining');
  });

  it('waits longer when asked, never shorter, and only if it waits at all', () => {
    const busy = problem('overloaded', { retryAfterMs: 1000 });
    expect(waitingAtLeast(busy, 5000).retryAfterMs).toBe(5000);
    expect(waitingAtLeast(busy, 10)).toBe(busy);
    expect(waitingAtLeast(problem('internal_error'), 5000).retryAfterMs).toBeNull();
  });
});

describe('the compiler', () => {
  it('wants every variable of the sentence', () => {
    type Input = Parameters<typeof problem<'rate_limit_requests'>>[1];
    expectTypeOf<{ metadata: { limit: 1; windowSeconds: 2 }; retryAfterMs: 3 }>().toExtend<Input>();
    expectTypeOf<{ metadata: { limit: 1 }; retryAfterMs: 3 }>().not.toExtend<Input>();
    expectTypeOf<{ metadata: { limit: 1; windowSeconds: 2 } }>().not.toExtend<Input>();
  });

  it('lets the input go only where nothing has to be said', () => {
    expectTypeOf<[]>().toExtend<ProblemArguments<'internal_error'>>();
    expectTypeOf<[]>().not.toExtend<ProblemArguments<'draining'>>();
    expectTypeOf<[]>().not.toExtend<ProblemArguments<'resource_missing'>>();
  });

  it('carries the code and the status of it', () => {
    expectTypeOf(problem('internal_error')).toEqualTypeOf<Problem<'internal_error'>>();
    expectTypeOf(problem('internal_error').status).toEqualTypeOf<500>();
    expectTypeOf<'nonsense'>().not.toExtend<Parameters<typeof problem>[0]>();
  });
});
