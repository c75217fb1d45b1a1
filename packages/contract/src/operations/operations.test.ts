import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod';
import type { Problem } from '../errors/problem.ts';
import { ERROR_CODES, type ErrorCode } from '../errors/registry.ts';
import { parseRequest } from '../request/parse-request.ts';
import {
  EVERY_OPERATION,
  OF_TASKS,
  WITH_CREDENTIALS,
  WITH_IDEMPOTENCY_KEY,
  WITH_JSON_BODY,
  WITH_TOKEN,
  WITHOUT_OPERATION,
} from './code-groups.ts';
import type { OperationContract } from './define-operation.ts';
import { findOperation, methodsAt, nearestPath } from './find-operation.ts';
import { problemsOf } from './problems-of.ts';
import { isScope } from './scopes.ts';
import {
  ALL_OPERATIONS,
  type AnswerBytes,
  OPERATIONS,
  type OperationCode,
  type OperationSuccess,
  SERVED_OPERATIONS,
  type ServedOperationId,
} from './table.ts';

const table = ALL_OPERATIONS.map((operation): [string, OperationContract] => [operation.operationId, operation]);
const mayAnswer = ({ codes }: OperationContract, code: ErrorCode) => codes.includes(code);
const has = (operation: OperationContract, codes: readonly ErrorCode[]) =>
  codes.filter((code) => !mayAnswer(operation, code));

describe('the table', () => {
  it('has one operation for a method and a path, each under its own id', () => {
    const keys = ALL_OPERATIONS.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(Object.entries(OPERATIONS).filter(([id, { operationId }]) => id !== operationId)).toEqual([]);
  });

  it('serves these calls', () =>
    expect(SERVED_OPERATIONS.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /integration/v1/errorCodes',
      'GET /integration/v1/authz/token',
      'GET /integration/v1/config/get',
      'POST /integration/v1/config/set',
      'GET /integration/v1/generatePreSign/{templateType}',
      'PUT /integration/v1/upload/{uploadId}',
      'GET /integration/v1/files/{fileKey}',
      'POST /integration/v1/maxItc/triggerWorkflow',
      'GET /integration/v1/maxItc/workflow/{workflowId}',
      'GET /integration/v1/maxItc/results/{workflowId}',
      'GET /integration/v1/maxItc/workflows',
      'POST /integration/v1/maxItc/workflow/{workflowId}/cancel',
      'GET /integration/v1/maxItc/workflow/{workflowId}/events',
      'GET /integration/v1/maxItc/results/{workflowId}/documents',
      'POST /integration/v1/ingest/file/purchase',
      'GET /integration/v1/ingest/file/purchase/status/{activityId}',
      'POST /integration/v2/ingest/json/purchase',
      'GET /integration/v1/heldData',
      'DELETE /integration/v1/heldData/{gstin}/{period}',
      'POST /integration/v1/webhooks',
      'GET /integration/v1/webhooks',
      'GET /integration/v1/webhooks/{webhookId}',
      'DELETE /integration/v1/webhooks/{webhookId}',
      'GET /integration/v1/webhooks/{webhookId}/deliveries',
      'GET /integration/v1/webhooks/deliveries/{deliveryId}',
      'POST /integration/v1/webhooks/deliveries/{deliveryId}/replay',
      'GET /integration/v1/settings',
      'POST /integration/v1/settings',
      'GET /integration/v1/auditLog',
      'GET /integration/v1/requests/{requestId}',
    ]));

  it('leaves no code of the master to nobody but pages and tasks', () => {
    const promised = new Set<ErrorCode>([...ALL_OPERATIONS.flatMap(({ codes }) => codes), ...WITHOUT_OPERATION]);
    expect(ERROR_CODES.filter((code) => !promised.has(code)).sort()).toEqual(['ask_empty', ...OF_TASKS].sort());
  });
});

describe.each(table)('%s', (_, operation) => {
  it('lists each of its codes once', () =>
    expect([...operation.codes].sort()).toEqual([...new Set(operation.codes)].sort()));

  it('lists the codes of every layer in front of it', () => {
    expect(has(operation, EVERY_OPERATION)).toEqual([]);
    if (operation.auth === 'token') expect(has(operation, WITH_TOKEN)).toEqual([]);
    if (operation.auth === 'clientSecret')
      expect(has(operation, [...WITH_CREDENTIALS, 'client_secret_invalid'])).toEqual([]);
    if (operation.auth === 'signedUrl') {
      const kind = operation.method === 'PUT' ? 'upload' : 'file';
      expect(has(operation, [`${kind}_url_expired`, `${kind}_url_invalid`])).toEqual([]);
    }
    if (operation.body?.schema) expect(has(operation, WITH_JSON_BODY)).toEqual([]);
    if (operation.body) expect(mayAnswer(operation, 'body_too_large')).toBe(true);
    if (operation.body?.rules.length) expect(mayAnswer(operation, 'period_range_invalid')).toBe(true);
    if (operation.pathParams || operation.query || operation.headers)
      expect(operation.auth === 'signedUrl' || mayAnswer(operation, 'parameter_invalid')).toBe(true);
  });

  it('lists no code of a layer that it does not have', () => {
    const promised = (codes: readonly ErrorCode[]) => codes.filter((code) => mayAnswer(operation, code));
    expect(promised(['route_unknown', 'method_not_allowed'])).toEqual([]);
    if (operation.auth !== 'token')
      expect(promised(['token_missing', 'token_revoked', 'scope_insufficient'])).toEqual([]);
    if (operation.body === null) expect(promised(['body_malformed', 'body_too_large'])).toEqual([]);
    if (!operation.isKeyed) expect(promised(WITH_IDEMPOTENCY_KEY)).toEqual([]);
  });

  it('is keyed exactly when it is a POST', () => {
    expect(operation.isKeyed).toBe(operation.method === 'POST');
    if (operation.isKeyed) expect(has(operation, WITH_IDEMPOTENCY_KEY)).toEqual([]);
  });

  it('needs a scope exactly when it needs a token, but for what became of a request', () => {
    const hasScope = operation.auth === 'token' && operation.operationId !== 'getRequest';
    expect(operation.scope !== null).toBe(hasScope);
    expect(operation.scope === null || isScope(operation.scope)).toBe(true);
  });

  it('tells where what it created is', () => {
    const { 201: created } = operation.success;
    expect(created === undefined || created.headers.includes('location')).toBe(true);
  });

  it('has a schema for each parameter of its path', () => {
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(operation.pathParams?.shape ?? {})).toEqual(names);
  });

  it('refuses what it does not know', () => {
    for (const schema of [operation.query, operation.pathParams, operation.body?.schema])
      if (schema instanceof z.ZodObject)
        expect(schema.safeParse({ 'not known': 1 }).error?.message).toContain('not known');
  });
});

describe('a trigger', () => {
  const trigger = (args: object) =>
    parseRequest(OPERATIONS.triggerWorkflow, {
      pathParams: {},
      query: [],
      header: () => undefined,
      body: { userInputArgs: { pan: 'ABCDE1234F', ...args } },
    });

  it('may leave out its ranges, but not half of one', () => {
    expect(trigger({}).ok).toBe(true);
    expect(trigger({ pullReturnPeriodStart: '042026', pullReturnPeriodEnd: '042026' }).ok).toBe(true);
    expect(trigger({ reconReturnPeriodEnd: '042026' })).toMatchObject({
      problem: { code: 'parameter_missing', param: 'userInputArgs.reconReturnPeriodStart' },
    });
    expect(trigger({ pullReturnPeriodStart: '042026' })).toMatchObject({
      problem: {
        code: 'parameter_missing',
        errors: [{ pointer: '/userInputArgs/pullReturnPeriodEnd' }],
      },
    });
  });
});

describe('finding an operation', () => {
  it('goes by method and path, and takes HEAD for GET', () => {
    expect(findOperation('GET', '/integration/v1/config/get')?.operationId).toBe('getConfig');
    expect(findOperation('HEAD', '/integration/v1/config/get')?.operationId).toBe('getConfig');
    expect(findOperation('POST', '/integration/v1/config/get')).toBeNull();
    expect(findOperation('GET', '/integration/v1/config/get/')).toBeNull();
    expect(findOperation('GET', '/integration/v1/maxItc/triggerWorkflow')).toBeNull();
  });

  it('knows the methods of a path', () => {
    expect(methodsAt('/integration/v1/config/get')).toEqual(['GET', 'HEAD', 'OPTIONS']);
    expect(methodsAt('/integration/v1/config/set')).toEqual(['POST', 'OPTIONS']);
  });
});

describe('the compiler', () => {
  it('lets an operation fail with its own codes alone', () => {
    const refuse = problemsOf<'getConfig'>();
    expectTypeOf(refuse('configuration_missing', { metadata: { subject: 'this workspace' } })).toEqualTypeOf<
      Problem<'configuration_missing'>
    >();
    expect(refuse('configuration_missing', { metadata: { subject: 'this workspace' } }).status).toBe(402);
    expectTypeOf<'configuration_missing'>().toExtend<OperationCode<'getConfig'>>();
    expectTypeOf<'version_mismatch'>().not.toExtend<OperationCode<'getConfig'>>();
    expectTypeOf<'version_mismatch'>().toExtend<OperationCode<'setConfig'>>();
  });

  it('lets an operation succeed with its own statuses alone', () => {
    expectTypeOf<OperationSuccess<'getAuthToken'>>().branded.toEqualTypeOf<{
      readonly status: 200;
      readonly body: { access_token: string; valid_till: string | null };
    }>();
    expectTypeOf<OperationSuccess<'triggerWorkflow'>['status']>().toEqualTypeOf<201>();
    expectTypeOf<OperationSuccess<'streamWorkflowEvents'>>().branded.toEqualTypeOf<{
      readonly status: 200;
      readonly body: AnswerBytes;
      readonly mediaType: 'text/event-stream';
    }>();
    expectTypeOf<OperationSuccess<'downloadFile'>['mediaType']>().toEqualTypeOf<string>();
    expectTypeOf<'listErrorCodes' | 'setConfig'>().toExtend<ServedOperationId>();
  });
});

describe('the nearest path', () => {
  it.each([
    ['/integration/v1/maxItc/TriggerWorkflow', '/integration/v1/maxItc/triggerWorkflow'],
    ['/integration/v1/maxItc/triggerWorkflow/', '/integration/v1/maxItc/triggerWorkflow'],
    ['//integration//v1/maxItc/triggerWorkflow', '/integration/v1/maxItc/triggerWorkflow'],
    ['/integration/v1/integration/v1/maxItc/triggerWorkflow', '/integration/v1/maxItc/triggerWorkflow'],
    ['/maxItc/workflow/wf_1', '/integration/v1/maxItc/workflow/{workflowId}'],
    ['/integration/v1/ingest/json/purchase', '/integration/v2/ingest/json/purchase'],
    ['/integration/v1/maxItc/triggerNothing', null],
    ['/', null],
    ['', null],
  ])('to %s is %s', (path, nearest) => expect(nearestPath(path)).toBe(nearest));
});
