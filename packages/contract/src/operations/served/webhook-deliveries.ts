import * as z from 'zod';
import { DeliveryIdSchema, WebhookIdSchema } from '../../schemas/ids.ts';
import { PAGE_QUERY } from '../../schemas/page.ts';
import { WebhookDeliveryPageSchema, WebhookDeliverySchema } from '../../schemas/webhook.ts';
import { EVERY_OPERATION, WITH_IDEMPOTENCY_KEY, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

const reading = {
  isServed: true,
  auth: 'token',
  scope: 'webhooks:read',
  isKeyed: false,
  headers: null,
  body: null,
} as const;
const pathParams = z.strictObject({ deliveryId: DeliveryIdSchema });

export const listWebhookDeliveries = defineOperation({
  ...reading,
  operationId: 'listWebhookDeliveries',
  method: 'GET',
  path: '/integration/v1/webhooks/{webhookId}/deliveries',
  summary: 'List deliveries',
  description: 'What was sent to a webhook or is on its way, with every attempt, the newest first.',
  pathParams: z.strictObject({ webhookId: WebhookIdSchema }),
  query: z.strictObject(PAGE_QUERY),
  success: { 200: { description: 'A page of deliveries.', body: WebhookDeliveryPageSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'resource_missing'],
});

export const getWebhookDelivery = defineOperation({
  ...reading,
  operationId: 'getWebhookDelivery',
  method: 'GET',
  path: '/integration/v1/webhooks/deliveries/{deliveryId}',
  summary: 'Read a delivery',
  description: 'A delivery with every attempt.',
  pathParams,
  query: null,
  success: { 200: { description: 'The delivery.', body: WebhookDeliverySchema, headers: ['retry-after'] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'resource_missing'],
});

/** A POST without a body. */
export const replayWebhookDelivery = defineOperation({
  ...reading,
  operationId: 'replayWebhookDelivery',
  method: 'POST',
  path: '/integration/v1/webhooks/deliveries/{deliveryId}/replay',
  summary: 'Send a delivery again',
  description:
    'Makes a new delivery with the message of an old one: the same `webhook-id`, so that its receiver knows it again. The webhook must still be there.',
  scope: 'webhooks:write',
  isKeyed: true,
  pathParams,
  query: null,
  success: {
    201: { description: 'The new delivery.', body: WebhookDeliverySchema, headers: ['location', 'retry-after'] },
  },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, ...WITH_IDEMPOTENCY_KEY, 'resource_missing', 'queue_full'],
});
