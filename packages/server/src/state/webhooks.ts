import type { WebhookEvent } from '@milaan/contract';
import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { WebhookEndpoint } from './tables/webhook-tables.ts';

export type NewWebhook = Omit<WebhookEndpoint, 'deletedAt'>;

/** In a transaction. @returns how many webhooks the workspace has with it */
export async function insertWebhook(transaction: StateDatabase, webhook: NewWebhook): Promise<number> {
  await transaction
    .insertInto('webhookEndpoint')
    .values({ ...webhook, events: JSON.stringify(webhook.events), deletedAt: null })
    .execute();
  const { count } = await transaction
    .selectFrom('webhookEndpoint')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspaceId', '=', webhook.workspaceId)
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export interface OwnedId {
  readonly workspaceId: string;
  readonly id: string;
}

/** The webhook, also one that was deleted. */
export async function findWebhook(
  db: StateDatabase,
  { workspaceId, id }: OwnedId,
): Promise<WebhookEndpoint | undefined> {
  return db
    .selectFrom('webhookEndpoint')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export interface PageOfWorkspace {
  readonly workspaceId: string;
  /** Only those before this id: the newest come first. */
  readonly before: string | null;
  readonly limit: number;
}

/** Webhooks that were not deleted, newest first. */
export async function listWebhooks(
  db: StateDatabase,
  { workspaceId, before, limit }: PageOfWorkspace,
): Promise<readonly WebhookEndpoint[]> {
  let query = db
    .selectFrom('webhookEndpoint')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('deletedAt', 'is', null);
  if (before !== null) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

/** The webhooks that want to hear of an event. */
export async function listListeners(
  db: StateDatabase,
  workspaceId: string,
  event: WebhookEvent,
): Promise<readonly Pick<WebhookEndpoint, 'id'>[]> {
  return db
    .selectFrom('webhookEndpoint')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('deletedAt', 'is', null)
    .where(sql<boolean>`events @> ${JSON.stringify([event])}::jsonb`)
    .orderBy('id')
    .execute();
}

/** Ends a webhook and everything on its way to it, and forgets its secret. In a transaction. @returns false when it was deleted before */
export async function deleteWebhook(transaction: StateDatabase, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('webhookEndpoint')
    .set({ deletedAt: at, secret: '' })
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  await transaction
    .updateTable('webhookDelivery')
    .set({ status: 'FAILED', nextAttemptAt: null, endedAt: at })
    .where('webhookId', '=', id)
    .where('status', '=', 'PENDING')
    .execute();
  return numUpdatedRows > 0n;
}
