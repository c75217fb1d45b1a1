import * as z from 'zod';
import { ConfigSchema } from '../../schemas/config.ts';
import { PanSchema } from '../../schemas/gst-values.ts';
import { EVERY_OPERATION, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** Without `pan` the configuration of the workspace; with it that of the PAN, which the token must cover. */
export const getConfig = defineOperation({
  operationId: 'getConfig',
  method: 'GET',
  path: '/integration/v1/config/get',
  summary: 'Read the configuration',
  description:
    'The configuration of the workspace, or of the PAN that `pan` names. The `ETag` is its version, for `If-Match` of a change. Nothing stored yet: 402 `configuration_missing`.',
  isServed: true,
  auth: 'token',
  scope: 'config:read',
  isKeyed: false,
  pathParams: null,
  query: z.strictObject({ pan: PanSchema.optional() }),
  headers: null,
  body: null,
  success: { 200: { description: 'The configuration.', body: ConfigSchema, headers: ['etag'] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'configuration_missing'],
});
