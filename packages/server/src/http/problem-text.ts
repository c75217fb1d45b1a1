import { docsUrlOf, ERRORS, type ErrorCode, type Problem } from '@milaan/contract';

/**
 * Makes the body of an error answer as text: the same as `JSON.stringify(problemBody(…))`, put together from parts that
 * are known beforehand, because refusing must stay cheap when there is much to refuse.
 */
export function createProblemText(baseUrl: string): (failure: Problem, requestId: string) => string {
  const heads = new Map<ErrorCode, string>();
  const headOf = ({ code, status }: Problem): string => {
    let head = heads.get(code);
    if (head === undefined) {
      const { title } = ERRORS[code];
      head = JSON.stringify({ type: docsUrlOf(baseUrl, code), title, status }).slice(0, -1);
      heads.set(code, head);
    }
    return head;
  };
  return (failure, requestId) => {
    const { code, detail, param, errors, metadata, retryable, retryAfterMs } = failure;
    const faults = errors.length === 0 ? '[]' : JSON.stringify(errors);
    return (
      `${headOf(failure)},"detail":${JSON.stringify(detail)},"instance":"/integration/v1/requests/${requestId}"` +
      `,"code":"${code}","param":${param === null ? 'null' : JSON.stringify(param)},"errors":${faults}` +
      `,"metadata":${JSON.stringify(metadata)},"requestId":"${requestId}","retryable":${retryable}` +
      `,"retryAfterMs":${JSON.stringify(retryAfterMs)}}`
    );
  };
}
