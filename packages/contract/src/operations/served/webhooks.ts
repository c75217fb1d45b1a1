import * as z from 'zod';
import { LIMITS } from '../../limits.ts';
import { WebhookIdSchema } from '../../schemas/ids.ts';
import { PAGE_QUERY } from '../../schemas/page.ts';
import { CreatedWebhookSchema, CreateWebhookSchema, WebhookPageSchema, WebhookSchema } from '../../schemas/webhook.ts';
import { EVERY_OPERATION, WITH_IDEMPOTENCY_KEY, WITH_JSON_BODY, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

const reading = {
  isServed: true,
  auth: 'token',
  scope: 'webhooks:read',
  isKeyed: false,
  headers: null,
  body: null,
} as const;
const pathParams = z.strictObject({ webhookId: WebhookIdSchema });

export const createWebhook = defineOperation({
  operationId: 'createWebhook',
  method: 'POST',
  path: '/integration/v1/webhooks',
  summary: 'Add a webhook',
  description:
    'From now on events of the workspace are sent to a URL, signed (Standard Webhooks) with the secret that this answer alone shows. The token must cover all PANs. An address inside the own network: 400 `webhook_url_refused`, unless the server allows it. A key whose webhook was deleted meanwhile: 400 `resource_missing`, since its secret is gone.',
  isServed: true,
  auth: 'token',
  scope: 'webhooks:write',
  isKeyed: true,
  pathParams: null,
  query: null,
  headers: null,
  body: { mediaTypes: ['application/json'], schema: CreateWebhookSchema, rules: [], limitBytes: LIMITS.bodyBytes },
  success: { 201: { description: 'The webhook was added.', body: CreatedWebhookSchema, headers: ['location'] } },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_TOKEN,
    ...WITH_JSON_BODY,
    ...WITH_IDEMPOTENCY_KEY,
    'webhook_url_refused',
    'quota_exhausted',
    'resource_missing',
  ],
});

export const listWebhooks = defineOperation({
  ...reading,
  operationId: 'listWebhooks',
  method: 'GET',
  path: '/integration/v1/webhooks',
  summary: 'List webhooks',
  description: 'The webhooks of the workspace, the newest first, without their secrets.',
  pathParams: null,
  query: z.strictObject(PAGE_QUERY),
  success: { 200: { description: 'A page of webhooks.', body: WebhookPageSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN],
});

export const getWebhook = defineOperation({
  ...reading,
  operationId: 'getWebhook',
  method: 'GET',
  path: '/integration/v1/webhooks/{webhookId}',
  summary: 'Read a webhook',
  description: 'A webhook without its secret.',
  pathParams,
  query: null,
  success: { 200: { description: 'The webhook.', body: WebhookSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'resource_missing'],
});

/** May be repeated: a webhook that was deleted stays deleted. */
export const deleteWebhook = defineOperation({
  ...reading,
  operationId: 'deleteWebhook',
  method: 'DELETE',
  path: '/integration/v1/webhooks/{webhookId}',
  summary: 'Delete a webhook',
  description: 'Nothing more is sent to it, not even what is on its way.',
  scope: 'webhooks:write',
  pathParams,
  query: null,
  success: { 200: { description: 'The webhook that was deleted.', body: WebhookSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'resource_missing'],
});
