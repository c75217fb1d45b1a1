import type { WebhookDelivery, WebhookSchema } from '@milaan/contract';
import type * as z from 'zod';
import type { StoredDelivery, WebhookEndpoint } from '../../state/tables/webhook-tables.ts';

/** A webhook as callers see it: without its secret. */
export const showWebhook = ({
  id,
  url,
  events,
  description,
  createdAt,
}: WebhookEndpoint): z.input<typeof WebhookSchema> => ({
  webhookId: id,
  url,
  events: [...events],
  description,
  createdAt: createdAt.toISOString(),
});

/** A delivery as callers see it. */
export const showDelivery = (delivery: StoredDelivery): WebhookDelivery => ({
  deliveryId: delivery.id,
  webhookId: delivery.webhookId,
  event: delivery.event,
  subjectId: delivery.subjectId,
  status: delivery.status,
  attempts: [...delivery.attempts],
  nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
  replayOf: delivery.replayOf,
  createdAt: delivery.createdAt.toISOString(),
  endedAt: delivery.endedAt?.toISOString() ?? null,
});

export const WEBHOOK_ID = /^whe_[0-9A-HJKMNP-TV-Z]{26}$/;
export const DELIVERY_ID = /^whd_[0-9A-HJKMNP-TV-Z]{26}$/;
