import { TokenSchema } from '../../schemas/token.ts';
import { EVERY_OPERATION, WITH_CREDENTIALS } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** The client secret comes in `x-clear-client-secret`. */
export const getAuthToken = defineOperation({
  operationId: 'getAuthToken',
  method: 'GET',
  path: '/integration/v1/authz/token',
  summary: 'Get an auth token',
  description:
    'Changes a client secret into an auth token. The new token revokes the one that the client had before. A secret gives 288 tokens a day (UTC).',
  isServed: true,
  auth: 'clientSecret',
  scope: null,
  isKeyed: false,
  pathParams: null,
  query: null,
  headers: null,
  body: null,
  success: { 200: { description: 'The token.', body: TokenSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_CREDENTIALS, 'client_secret_invalid', 'token_quota_exhausted'],
});
