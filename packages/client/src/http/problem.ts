import type { Problem } from '../generated/contract.ts';

const isText = (value: unknown): value is string => typeof value === 'string';
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value);

/**
 * The body of an error answer, or null when it is not one of the contract. Members that are missing get what says
 * nothing, so that an older or another server's answer is still of use.
 */
export function readProblem(body: unknown, status: number): Problem | null {
  if (typeof body !== 'object' || body === null || !('code' in body) || !isText(body.code)) return null;
  const found: Partial<Record<keyof Problem, unknown>> = body;
  const { retryAfterMs } = found;
  const problem = {
    type: isText(found.type) ? found.type : '',
    title: isText(found.title) ? found.title : body.code,
    status,
    detail: isText(found.detail) ? found.detail : body.code,
    instance: isText(found.instance) ? found.instance : '',
    code: body.code,
    param: isTextOrNull(found.param) ? found.param : null,
    errors: Array.isArray(found.errors) ? found.errors : [],
    metadata: typeof found.metadata === 'object' && found.metadata !== null ? found.metadata : {},
    requestId: isText(found.requestId) ? found.requestId : '',
    retryable: found.retryable === true,
    retryAfterMs: typeof retryAfterMs === 'number' && retryAfterMs > 0 ? retryAfterMs : null,
  };
  return problem as Problem; // a newer server may know codes that this client does not; they are passed on as they are
}
