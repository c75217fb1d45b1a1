import { LIMITS } from '../../limits.ts';
import { periodRangeRule } from '../../request/period-range-rule.ts';
import { ConfigSchema, SetConfigSchema } from '../../schemas/config.ts';
import { IF_MATCH_HEADERS } from '../../schemas/if-match.ts';
import { EVERY_OPERATION, WITH_IDEMPOTENCY_KEY, WITH_JSON_BODY, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** Stores a whole configuration. Without `pan` it is that of the workspace, for which the token must cover all PANs. */
export const setConfig = defineOperation({
  operationId: 'setConfig',
  method: 'POST',
  path: '/integration/v1/config/set',
  summary: 'Store the configuration',
  description:
    'Stores the configuration of the workspace, or of the PAN that the body names, in place of the former one, and answers as `GET /integration/v1/config/get` does. With `If-Match` only if the version is still that one: otherwise 409 `version_mismatch`.',
  isServed: true,
  auth: 'token',
  scope: 'config:write',
  isKeyed: true,
  pathParams: null,
  query: null,
  headers: IF_MATCH_HEADERS,
  body: {
    mediaTypes: ['application/json'],
    schema: SetConfigSchema,
    rules: [
      periodRangeRule('pullReturnPeriodStart', 'pullReturnPeriodEnd'),
      periodRangeRule('reconReturnPeriodStart', 'reconReturnPeriodEnd'),
    ],
    limitBytes: LIMITS.bodyBytes,
  },
  success: { 200: { description: 'The configuration as stored.', body: ConfigSchema, headers: ['etag'] } },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_TOKEN,
    ...WITH_JSON_BODY,
    ...WITH_IDEMPOTENCY_KEY,
    'period_range_invalid',
    'version_mismatch',
  ],
});
