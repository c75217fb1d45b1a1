import { ERROR_CODES, ERRORS, type ErrorCode } from '../errors/registry.ts';
import { isStatus, isSuccessStatus, STATUSES, type Status } from '../errors/statuses.ts';
import { PROBLEM_MEDIA_TYPE } from '../headers/problem-headers.ts';
import type { OperationContract } from '../operations/define-operation.ts';
import { type ResponseHeader, referTo, SUCCESS_HEADERS } from './headers.ts';
import type { SchemaCollector } from './json-schemas.ts';
import { canSimulate } from './parameters.ts';

const EVERYWHERE: readonly ResponseHeader[] = ['Request-Id', 'Cache-Control'];
const LIMITED: readonly ResponseHeader[] = ['RateLimit-Policy', 'RateLimit'];
const REPLAYED: readonly ResponseHeader[] = ['Idempotent-Replayed', 'Original-Request'];
const STATUSES_OF_CODES = Object.keys(STATUSES).map(Number).filter(isStatus);

/** Every status that an operation can answer with, and nothing else: there is no `default`. */
export function responsesOf(operation: OperationContract, schemas: SchemaCollector): Record<string, unknown> {
  const shared = [
    ...EVERYWHERE,
    ...(operation.auth === 'token' ? LIMITED : []),
    ...(canSimulate(operation) ? (['Milaan-Simulated'] as const) : []),
  ];
  const responses = STATUSES_OF_CODES.map((status) => [
    String(status),
    isSuccessStatus(status)
      ? successOf(operation, status, shared, schemas)
      : failureOf(codesOfStatus(operation, status), status, shared),
  ]);
  return Object.fromEntries(responses.filter(([, response]) => response !== null));
}

const codesOfStatus = (operation: OperationContract, status: Status): readonly ErrorCode[] =>
  ERROR_CODES.filter((code) => ERRORS[code].status === status && operation.codes.includes(code));

function successOf(
  operation: OperationContract,
  status: 200 | 201,
  shared: readonly ResponseHeader[],
  { schemaOf }: SchemaCollector,
) {
  const success = operation.success[status];
  if (success === undefined) return null;
  return {
    description: success.description,
    headers: referTo([
      ...shared,
      ...(operation.isKeyed ? REPLAYED : []),
      ...success.headers.map((name) => SUCCESS_HEADERS[name]),
    ]),
    content:
      success.body === null
        ? { [success.mediaType]: { schema: success.mediaType.startsWith('text/') ? { type: 'string' } : {} } }
        : { 'application/json': { schema: schemaOf(success.body) } },
  };
}

function failureOf(codes: readonly ErrorCode[], status: Status, shared: readonly ResponseHeader[]) {
  if (codes.length === 0) return null;
  const headers: ResponseHeader[] = [
    ...shared,
    'X-Should-Retry',
    ...(codes.some((code) => ERRORS[code].hasRetryAfter) ? (['Retry-After'] as const) : []),
    ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
  ];
  return {
    description: `${STATUSES[status].name}. ${codes.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(' ')}`,
    headers: referTo(headers),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }],
          properties: { status: { const: status }, code: { enum: codes } },
        },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}
