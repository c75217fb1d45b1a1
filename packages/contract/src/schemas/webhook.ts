import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import { DeliveryIdSchema, WebhookIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { pageOf } from './page.ts';
import { PRINTABLE } from './printable-text.ts';

/** What a webhook can be told of. */
export const WEBHOOK_EVENTS = [
  'workflow.completed',
  'workflow.failed',
  'ingestion.completed',
  'ingestion.failed',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

const WebhookEventSchema = z.enum(WEBHOOK_EVENTS);
const MOST_DESCRIPTION_CHARACTERS = 200;

const url = z
  .string()
  .max(LIMITS.webhookUrlLength)
  // In parts that cannot overlap: a long text is read once.
  .regex(/^https?:\/\/[^\s/?#]+(?:[/?#]\S*)?$/, 'it must be an http or https URL')
  .meta({ description: 'Where events are sent by POST.', examples: ['https://erp.company.example/milaan'] });
const events = z
  .array(WebhookEventSchema)
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .meta({ description: 'The events that are sent.' });
const description = z
  .string()
  .max(MOST_DESCRIPTION_CHARACTERS)
  .regex(PRINTABLE, 'it must not hold control characters')
  .meta({ description: 'For people.' });

export const CreateWebhookSchema = z
  .strictObject({
    url,
    events: events.default([...WEBHOOK_EVENTS]),
    description: description.nullable().default(null),
  })
  .meta({ id: 'CreateWebhook', description: 'A place that wants to hear of events.' });

const facts = {
  webhookId: WebhookIdSchema,
  url,
  events,
  description: description.nullable(),
  createdAt: InstantSchema,
};

export const WebhookSchema = z
  .strictObject(facts)
  .meta({ id: 'Webhook', description: 'A place that hears of events of the workspace.' });

export const CreatedWebhookSchema = z
  .strictObject({
    ...facts,
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{43}=$/)
      .meta({ description: 'Signs the deliveries (Standard Webhooks). It is not shown again.' }),
  })
  .meta({ id: 'CreatedWebhook', description: 'The webhook with its secret.' });

export const WebhookPageSchema = z
  .strictObject(pageOf(WebhookSchema))
  .meta({ id: 'WebhookPage', description: 'The webhooks of the workspace, the newest first.' });

/** How one attempt to deliver ended. */
export const ATTEMPT_OUTCOMES = ['ACCEPTED', 'REFUSED', 'TIMED_OUT', 'UNREACHABLE', 'ADDRESS_REFUSED'] as const;

const AttemptSchema = z
  .strictObject({
    at: InstantSchema,
    outcome: z.enum(ATTEMPT_OUTCOMES),
    httpStatus: z.int().min(100).max(999).nullable(),
    durationMs: z.int().nonnegative(),
  })
  .meta({ id: 'DeliveryAttempt', description: 'One attempt. Any 2XX accepts; a redirect is not followed.' });

export const WebhookDeliverySchema = z
  .strictObject({
    deliveryId: DeliveryIdSchema,
    webhookId: WebhookIdSchema,
    event: WebhookEventSchema,
    subjectId: z.string().meta({ description: 'The workflow or the ingestion that it tells of.' }),
    status: z.enum(['PENDING', 'DELIVERED', 'FAILED']),
    attempts: z.array(AttemptSchema),
    nextAttemptAt: InstantSchema.nullable(),
    replayOf: DeliveryIdSchema.nullable().meta({ description: 'The delivery whose message this sends again.' }),
    createdAt: InstantSchema,
    endedAt: InstantSchema.nullable(),
  })
  .meta({ id: 'WebhookDelivery', description: 'One message on its way to one webhook.' });

export type WebhookDelivery = z.output<typeof WebhookDeliverySchema>;

export const WebhookDeliveryPageSchema = z
  .strictObject(pageOf(WebhookDeliverySchema))
  .meta({ id: 'WebhookDeliveryPage', description: 'The deliveries to a webhook, the newest first.' });
