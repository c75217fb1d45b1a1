import { type ERRORS, isErrorCode } from '../errors/registry.ts';
import { isStatus, isSuccessStatus } from '../errors/statuses.ts';
import { SIMULATED_HEADER } from '../headers/simulate.ts';
import { WITHOUT_OPERATION } from '../operations/code-groups.ts';
import type { OperationContract } from '../operations/define-operation.ts';
import { findOperation } from '../operations/find-operation.ts';
import { type Breach, createBreaches, type Whose } from './breach.ts';
import { checkProblem } from './check-problem.ts';
import type { ObservedRequest, ObservedResponse } from './observed.ts';

/** Static pages, the document and probes answer with ordinary web codes. */
const OUT_OF_SCOPE = /^\/(?:docs|health)(?:\/|$)|^\/(?:metrics|openapi\.json)$/;

/** Signs of what must never leave: stacks, SQL, paths of files, addresses of the database. */
const LEAKS =
  /\n\s+at |node_modules|\.(?:ts|js|mjs):\d+|\b(?:select|insert into|update|delete from)\s+["\w*]+.*\b(?:from|values|set|where)\b|postgres(?:ql)?:\/\/|ECONNREFUSED|pglite|kysely|ZodError/i;

/** Everything that is wrong with an answer, judged by the contract alone, each with the rule that it breaks. */
export function judgeResponse(request: ObservedRequest, response: ObservedResponse, whose: Whose): Breach[] {
  const path = request.path?.replace(/[?#].*$/s, '') ?? null;
  if (path !== null && OUT_OF_SCOPE.test(path)) return [];
  const { found, must } = createBreaches();
  found.push(...checkEveryAnswer(response, whose));
  if (!isStatus(response.status)) return found;
  if (request.method === 'HEAD') {
    must(response.body === '', 'no-body', 'the answer of HEAD has a body');
    return found;
  }
  if (request.method === 'OPTIONS' && response.status === 200) {
    must(response.body === '', 'no-body', 'the answer of OPTIONS has a body');
    must(response.headers.allow !== undefined, 'allow', 'the answer of OPTIONS has no allow');
    return found;
  }
  const operation = request.method === null || path === null ? 'unclear' : reached(request.method, path);
  const isSuccess = isSuccessStatus(response.status);
  return [...found, ...(isSuccess ? checkSuccess(operation, response) : checkFailure(operation, response, whose))];
}

/**
 * Everything that is wrong with an answer of our own server, in words; empty when it keeps all of the contract. Used by
 * every test that gets an answer, over `fetch` or from a raw socket.
 */
export const checkResponse = (request: ObservedRequest, response: ObservedResponse): string[] =>
  judgeResponse(request, response, 'ours').map(({ what }) => what);

type Reached = OperationContract | null | 'unclear';

function reached(method: string, path: string): Reached {
  try {
    return findOperation(method, path) ?? findOperation(method, decodeURI(path));
  } catch {
    return null; // a path that cannot be decoded reaches nothing
  }
}

function checkEveryAnswer({ status, headers, body }: ObservedResponse, whose: Whose): Breach[] {
  const { found, must } = createBreaches();
  must(isStatus(status), 'status', `the status ${status} is not in the master`);
  const hasId = /^req_[0-9A-HJKMNP-TV-Z]{26}$/.test(headers['request-id'] ?? '');
  must(hasId, 'request-id', 'there is no request-id');
  must(headers['cache-control'] === 'no-store', 'no-store', 'cache-control is not no-store');
  const isNameless = headers['x-powered-by'] === undefined && headers.server === undefined;
  must(whose === 'anyones' || isNameless, 'own', 'it names its software');
  // What a user's file says is the user's own.
  const leak = headers['content-disposition'] === undefined ? LEAKS.exec(body)?.[0] : undefined;
  must(leak === undefined, 'leak', `the body leaks ${JSON.stringify(leak)}`);
  return found;
}

function checkSuccess(operation: Reached, { status, headers, body }: ObservedResponse): Breach[] {
  const { found, must } = createBreaches();
  if (operation === 'unclear') return found;
  const promised = operation?.success[status === 201 ? 201 : 200];
  if (operation === null || promised === undefined) {
    must(false, 'promised', `the status ${status} is not promised here`);
    return found;
  }
  must(status !== 201 || headers.location !== undefined, 'success', 'a 201 has no location');
  const hasEtag = headers.etag !== undefined || !promised.headers.includes('etag');
  must(hasEtag, 'success', 'the etag is missing');
  const contentType = headers['content-type'];
  if (promised.body === null) {
    const { mediaType } = promised;
    const isMeant = contentType !== undefined && (mediaType === '*/*' || contentType.replace(/;.*/, '') === mediaType);
    must(isMeant, 'media-type', `the content-type is ${contentType ?? 'missing'}, not ${mediaType}`);
    return found;
  }
  must(/^application\/json(?:;|$)/.test(contentType ?? ''), 'media-type', 'the content-type is not JSON');
  const fault = faultOfBody(operation, promised.body, body);
  must(fault === null, 'success', `${fault}`);
  return found;
}

function faultOfBody(
  { operationId }: OperationContract,
  schema: { safeParse: (value: unknown) => { error?: { message: string } | undefined } },
  body: string,
): string | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return `the body of ${operationId} is not JSON`;
  }
  const { error } = schema.safeParse(value);
  return error === undefined ? null : `the body of ${operationId} is not in shape: ${error.message}`;
}

function checkFailure(operation: Reached, response: ObservedResponse, whose: Whose): Breach[] {
  const { wrong, code } = checkProblem(response, whose);
  if (code === null || operation === 'unclear' || response.headers[SIMULATED_HEADER] !== undefined) return wrong;
  const promised: readonly string[] = operation === null ? WITHOUT_OPERATION : operation.codes;
  const where = operation === null ? 'a request without an operation' : operation.operationId;
  if (promised.includes(code)) return wrong;
  return [...wrong, { rule: 'promised', what: `${code} is not promised by ${where}` }];
}

/** The code of an error answer; null for a success and for a body that is not in shape. */
export function codeOf(response: ObservedResponse): keyof typeof ERRORS | null {
  if (response.status < 400 || response.body === '') return null;
  const { code } = checkProblem(response, 'ours');
  return code !== null && isErrorCode(code) ? code : null;
}
