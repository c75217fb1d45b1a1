import * as z from 'zod';
import { RequestIdSchema } from '../../schemas/ids.ts';
import { RequestRecordSchema } from '../../schemas/request-record.ts';
import { EVERY_OPERATION, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** Without a scope: who may send a request may ask what became of it. */
export const getRequest = defineOperation({
  operationId: 'getRequest',
  method: 'GET',
  path: '/integration/v1/requests/{requestId}',
  summary: 'Read what happened to a request',
  description:
    'What became of a request of the workspace: its operation, status, code and duration, and the fields at fault; never a value that was sent. The id is in the `Request-Id` of every answer, and `instance` of every error names this path. Kept for 30 days, from the moment of the answer. What was refused before it was known whose it is, such as a request without a good token, is not kept. Any token of the workspace may read it.',
  isServed: true,
  auth: 'token',
  scope: null,
  isKeyed: false,
  pathParams: z.strictObject({ requestId: RequestIdSchema }),
  query: null,
  headers: null,
  body: null,
  success: { 200: { description: 'What happened.', body: RequestRecordSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'resource_missing'],
});
