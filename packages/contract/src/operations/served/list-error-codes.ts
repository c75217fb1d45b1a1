import { ErrorMasterSchema } from '../../schemas/error-master.ts';
import { EVERY_OPERATION } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** Open to everybody: whoever writes a client reads it before there is a token. */
export const listErrorCodes = defineOperation({
  operationId: 'listErrorCodes',
  method: 'GET',
  path: '/integration/v1/errorCodes',
  summary: 'The Error Code Master',
  description: 'Every status and every code that this API can answer with, each with its example. Needs no token.',
  isServed: true,
  auth: 'none',
  scope: null,
  isKeyed: false,
  pathParams: null,
  query: null,
  headers: null,
  body: null,
  success: { 200: { description: 'The master.', body: ErrorMasterSchema, headers: [] } },
  codes: [...EVERY_OPERATION],
});
