import { type ERRORS, isErrorCode } from '../errors/registry.ts';
import { isStatus, isSuccessStatus } from '../errors/statuses.ts';
import { WITHOUT_OPERATION } from '../operations/code-groups.ts';
import type { OperationContract } from '../operations/define-operation.ts';
import { findOperation } from '../operations/find-operation.ts';
import { checkProblem } from './check-problem.ts';
import type { ObservedRequest, ObservedResponse } from './observed.ts';

/** Static pages, the document and probes answer with ordinary web codes. */
const OUT_OF_SCOPE = /^\/(?:docs|health)(?:\/|$)|^\/(?:metrics|openapi\.json)$/;

/** Signs of what must never leave: stacks, SQL, paths of files, addresses of the database. */
const LEAKS =
  /\n\s+at |node_modules|\.(?:ts|js|mjs):\d+|\b(?:select|insert into|update|delete from)\s+["\w*]+.*\b(?:from|values|set|where)\b|postgres(?:ql)?:\/\/|ECONNREFUSED|pglite|kysely|ZodError/i;

/**
 * Everything that is wrong with an answer, judged by the contract alone; empty when it keeps all of it. Used by every
 * test that gets an answer, over `fetch` or from a raw socket.
 */
export function checkResponse(request: ObservedRequest, response: ObservedResponse): string[] {
  const path = request.path?.replace(/[?#].*$/s, '') ?? null;
  if (path !== null && OUT_OF_SCOPE.test(path)) return [];
  const wrong = checkEveryAnswer(response);
  if (!isStatus(response.status)) return wrong;
  if (request.method === 'HEAD') return response.body === '' ? wrong : [...wrong, 'the answer of HEAD has a body'];
  if (request.method === 'OPTIONS' && response.status === 200) return [...wrong, ...checkOptions(response)];
  const operation = request.method === null || path === null ? 'unclear' : reached(request.method, path);
  return [
    ...wrong,
    ...(isSuccessStatus(response.status) ? checkSuccess(operation, response) : checkFailure(operation, response)),
  ];
}

type Reached = OperationContract | null | 'unclear';

function reached(method: string, path: string): Reached {
  try {
    return findOperation(method, path) ?? findOperation(method, decodeURI(path));
  } catch {
    return null; // a path that cannot be decoded reaches nothing
  }
}

function checkEveryAnswer({ status, headers, body }: ObservedResponse): string[] {
  const wrong: string[] = [];
  if (!isStatus(status)) wrong.push(`the status ${status} is not in the master`);
  if (!/^req_[0-9A-HJKMNP-TV-Z]{26}$/.test(headers['request-id'] ?? '')) wrong.push('there is no request-id');
  if (headers['cache-control'] !== 'no-store') wrong.push('cache-control is not no-store');
  if (headers['x-powered-by'] !== undefined || headers.server !== undefined) wrong.push('it names its software');
  // What a user's file says is the user's own.
  const leak = headers['content-disposition'] === undefined ? LEAKS.exec(body)?.[0] : undefined;
  if (leak !== undefined) wrong.push(`the body leaks ${JSON.stringify(leak)}`);
  return wrong;
}

const checkOptions = ({ headers, body }: ObservedResponse): string[] => [
  ...(body === '' ? [] : ['the answer of OPTIONS has a body']),
  ...(headers.allow === undefined ? ['the answer of OPTIONS has no allow'] : []),
];

function checkSuccess(operation: Reached, { status, headers, body }: ObservedResponse): string[] {
  if (operation === 'unclear') return [];
  const promised = operation?.success[status === 201 ? 201 : 200];
  if (operation === null || promised === undefined) return [`the status ${status} is not promised here`];
  const wrong: string[] = [];
  if (status === 201 && headers.location === undefined) wrong.push('a 201 has no location');
  if (promised.headers.includes('etag') && headers.etag === undefined) wrong.push('the etag is missing');
  if (promised.body === null) return [...wrong, ...checkBytes(promised.mediaType, headers['content-type'])];
  if (!/^application\/json(?:;|$)/.test(headers['content-type'] ?? '')) wrong.push('the content-type is not JSON');
  return [...wrong, ...checkSuccessBody(operation, promised.body, body)];
}

const checkBytes = (promised: string, contentType: string | undefined): string[] =>
  contentType === undefined || (promised !== '*/*' && contentType.replace(/;.*/, '') !== promised)
    ? [`the content-type is ${contentType ?? 'missing'}, not ${promised}`]
    : [];

function checkSuccessBody(
  { operationId }: OperationContract,
  schema: { safeParse: (value: unknown) => { error?: { message: string } | undefined } },
  body: string,
) {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return [`the body of ${operationId} is not JSON`];
  }
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : [`the body of ${operationId} is not in shape: ${error.message}`];
}

function checkFailure(operation: Reached, response: ObservedResponse): string[] {
  const { wrong, code } = checkProblem(response);
  if (code === null || operation === 'unclear' || response.headers['milaan-simulated'] !== undefined) return wrong;
  const promised: readonly string[] = operation === null ? WITHOUT_OPERATION : operation.codes;
  const where = operation === null ? 'a request without an operation' : operation.operationId;
  return promised.includes(code) ? wrong : [...wrong, `${code} is not promised by ${where}`];
}

/** The code of an error answer; null for a success and for a body that is not in shape. */
export function codeOf(response: ObservedResponse): keyof typeof ERRORS | null {
  if (response.status < 400 || response.body === '') return null;
  const { code } = checkProblem(response);
  return code !== null && isErrorCode(code) ? code : null;
}
