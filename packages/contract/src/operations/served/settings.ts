import { LIMITS } from '../../limits.ts';
import { IF_MATCH_HEADERS } from '../../schemas/if-match.ts';
import { SetSettingsSchema, SettingsSchema } from '../../schemas/settings.ts';
import { EVERY_OPERATION, WITH_IDEMPOTENCY_KEY, WITH_JSON_BODY, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

export const getSettings = defineOperation({
  operationId: 'getSettings',
  method: 'GET',
  path: '/integration/v1/settings',
  summary: 'Read the settings',
  description:
    'How workflows of the workspace reconcile: its tolerances and its default ranges. The `ETag` is the version, "1" as long as they are the defaults.',
  isServed: true,
  auth: 'token',
  scope: 'config:read',
  isKeyed: false,
  pathParams: null,
  query: null,
  headers: null,
  body: null,
  success: { 200: { description: 'The settings.', body: SettingsSchema, headers: ['etag'] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN],
});

/** Stores whole settings; the token must cover all PANs. */
export const setSettings = defineOperation({
  operationId: 'setSettings',
  method: 'POST',
  path: '/integration/v1/settings',
  summary: 'Store the settings',
  description:
    'Stores the settings in place of the former ones; workflows that are triggered from now on use them. With `If-Match` only if the version is still that one: otherwise 409 `version_mismatch`.',
  isServed: true,
  auth: 'token',
  scope: 'config:write',
  isKeyed: true,
  pathParams: null,
  query: null,
  headers: IF_MATCH_HEADERS,
  body: { mediaTypes: ['application/json'], schema: SetSettingsSchema, rules: [], limitBytes: LIMITS.bodyBytes },
  success: { 200: { description: 'The settings as stored.', body: SettingsSchema, headers: ['etag'] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, ...WITH_JSON_BODY, ...WITH_IDEMPOTENCY_KEY, 'version_mismatch'],
});
