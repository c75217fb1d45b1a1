import type { WebhookDelivery, WebhookEvent } from '@milaan/contract';
import type { Selectable } from 'kysely';
import type { JsonColumn } from './json-column.ts';

export type DeliveryAttempt = WebhookDelivery['attempts'][number];

export interface WebhookEndpointTable {
  id: string;
  workspaceId: string;
  url: string;
  events: JsonColumn<readonly WebhookEvent[]>;
  description: string | null;
  /** `whsec_…`: both sides sign with it, so it cannot be kept as a hash. Empty once the webhook was deleted. */
  secret: string;
  createdAt: Date;
  /** The row stays for its deliveries, and so that deleting twice is the same as once. */
  deletedAt: Date | null;
}

export interface WebhookDeliveryTable {
  id: string;
  workspaceId: string;
  webhookId: string;
  /** The `webhook-id` of the message: the id of the first delivery of it, kept by its replays. */
  messageId: string;
  event: WebhookEvent;
  subjectId: string;
  /** The body exactly as it is sent each time. */
  payload: string;
  status: 'PENDING' | 'DELIVERED' | 'FAILED';
  attempts: JsonColumn<readonly DeliveryAttempt[]>;
  attemptCount: number;
  /** While an attempt runs: when it must have ended. Null once the delivery has ended. */
  nextAttemptAt: Date | null;
  replayOf: string | null;
  createdAt: Date;
  endedAt: Date | null;
}

export type WebhookEndpoint = Selectable<WebhookEndpointTable>;
export type StoredDelivery = Selectable<WebhookDeliveryTable>;

export interface WebhookTables {
  webhookEndpoint: WebhookEndpointTable;
  webhookDelivery: WebhookDeliveryTable;
}
