import type { ErrorMaster } from '../schemas/error-master.ts';
import { docsUrlOf, exampleProblem, problemBody } from './problem.ts';
import { ERROR_CODES, ERRORS } from './registry.ts';
import { isStatus, STATUSES } from './statuses.ts';

/** The request id of all examples. */
export const EXAMPLE_REQUEST_ID = 'req_01K5QZ3V9T8R7M6N5P4Q3S2T1V';

/** The master as data: what `GET /integration/v1/errorCodes` answers. `baseUrl` is the public address of the server. */
export function errorMaster(baseUrl: string): ErrorMaster {
  const statuses = Object.keys(STATUSES)
    .map(Number)
    .filter(isStatus)
    .map((status) => ({ status, ...STATUSES[status] }));
  const codes = ERROR_CODES.map((code) => {
    const { status, title, retryable, hasRetryAfter, doc } = ERRORS[code];
    const body = problemBody(exampleProblem(code), { baseUrl, requestId: EXAMPLE_REQUEST_ID });
    const example = { ...body, errors: [...body.errors], metadata: JSON.parse(JSON.stringify(body.metadata)) };
    return { code, status, title, retryable, hasRetryAfter, doc, docsUrl: docsUrlOf(baseUrl, code), example };
  });
  return { statuses, codes };
}
