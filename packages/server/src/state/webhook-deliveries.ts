import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { DeliveryAttempt, StoredDelivery, WebhookEndpoint } from './tables/webhook-tables.ts';
import type { OwnedId } from './webhooks.ts';

export type NewDelivery = Pick<
  StoredDelivery,
  'id' | 'workspaceId' | 'webhookId' | 'messageId' | 'event' | 'subjectId' | 'payload' | 'replayOf' | 'createdAt'
>;

/** Puts messages on their way. @returns the ids of those that were not on their way already */
export async function insertDeliveries(
  db: StateDatabase,
  deliveries: readonly NewDelivery[],
): Promise<readonly string[]> {
  if (deliveries.length === 0) return [];
  const rows = deliveries.map((delivery) => ({
    ...delivery,
    status: 'PENDING' as const,
    attempts: '[]',
    attemptCount: 0,
    nextAttemptAt: delivery.createdAt,
    endedAt: null,
  }));
  const inserted = await db
    .insertInto('webhookDelivery')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['webhookId', 'event', 'subjectId']).where('replayOf', 'is', null).doNothing(),
    )
    .returning('id')
    .execute();
  return inserted.map(({ id }) => id);
}

export async function findDelivery(
  db: StateDatabase,
  { workspaceId, id }: OwnedId,
): Promise<StoredDelivery | undefined> {
  return db
    .selectFrom('webhookDelivery')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export interface PageOfWebhook {
  readonly webhookId: string;
  readonly before: string | null;
  readonly limit: number;
}

/** Deliveries to a webhook, newest first. */
export async function listDeliveries(
  db: StateDatabase,
  { webhookId, before, limit }: PageOfWebhook,
): Promise<readonly StoredDelivery[]> {
  let query = db.selectFrom('webhookDelivery').selectAll().where('webhookId', '=', webhookId);
  if (before !== null) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

export async function countPendingDeliveries(db: StateDatabase, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('webhookDelivery')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('status', '=', 'PENDING')
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** How much may be sent now. */
export interface DeliveryRoom {
  /** Deliveries in all. */
  readonly limit: number;
  /** Of each webhook. */
  readonly perWebhook: number;
  /** Webhooks that have as much on its way as they may. */
  readonly fullWebhooks: readonly string[];
}

export interface DueDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly dueAt: Date;
}

/** Deliveries whose next attempt is due, the longest due first; however many one webhook has, the others are there too. */
export async function listDueDeliveries(
  db: StateDatabase,
  now: Date,
  { limit, perWebhook, fullWebhooks }: DeliveryRoom,
): Promise<readonly DueDelivery[]> {
  let due = db
    .selectFrom('webhookDelivery')
    .select(['id', 'webhookId', 'nextAttemptAt'])
    .select(sql<string>`row_number() over (partition by webhook_id order by next_attempt_at, id)`.as('place'))
    .where('nextAttemptAt', '<=', now);
  if (fullWebhooks.length > 0) due = due.where('webhookId', 'not in', fullWebhooks);
  const rows = await db
    .selectFrom(due.as('due'))
    .select(['id', 'webhookId', 'nextAttemptAt'])
    .where('place', '<=', String(perWebhook))
    .orderBy('nextAttemptAt')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id, webhookId, nextAttemptAt }) => ({ id, webhookId, dueAt: nextAttemptAt ?? now }));
}

/** A delivery whose next attempt this node is to make now. */
export interface ClaimedDelivery extends StoredDelivery {
  readonly url: WebhookEndpoint['url'];
  readonly secret: WebhookEndpoint['secret'];
}

/**
 * Takes a due delivery for one attempt: nobody else does until `until`, and if this node dies somebody does then.
 * @returns undefined when it is not due, has ended, is another node's, or its webhook was deleted
 */
export async function claimDelivery(
  db: StateDatabase,
  id: string,
  now: Date,
  until: Date,
): Promise<ClaimedDelivery | undefined> {
  const claimed = await db
    .updateTable('webhookDelivery')
    .set({ nextAttemptAt: until })
    .where('id', '=', id)
    .where('nextAttemptAt', '<=', now)
    .returningAll()
    .executeTakeFirst();
  if (claimed === undefined) return undefined;
  const endpoint = await db
    .selectFrom('webhookEndpoint')
    .select(['url', 'secret'])
    .where('id', '=', claimed.webhookId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst();
  if (endpoint !== undefined) return { ...claimed, ...endpoint };
  // Put on its way while its webhook was being deleted: there is no secret any more that could sign it.
  await db
    .updateTable('webhookDelivery')
    .set({ status: 'FAILED', nextAttemptAt: null, endedAt: now })
    .where('id', '=', id)
    .execute();
  return undefined;
}

/** Gives a claimed delivery back without an attempt: it is due again at once. */
export async function releaseDelivery(db: StateDatabase, claimed: ClaimedDelivery, now: Date): Promise<void> {
  await db
    .updateTable('webhookDelivery')
    .set({ nextAttemptAt: now })
    .where('id', '=', claimed.id)
    .where('nextAttemptAt', '=', claimed.nextAttemptAt)
    .execute();
}

export interface AttemptEnd {
  readonly attempt: DeliveryAttempt;
  readonly status: StoredDelivery['status'];
  /** When the next one is due; null when there is none. */
  readonly nextAttemptAt: Date | null;
  readonly at: Date;
}

/** Writes down how an attempt went, unless the delivery was ended meanwhile or another node has taken it over. */
export async function recordAttempt(
  db: StateDatabase,
  claimed: ClaimedDelivery,
  { attempt, status, nextAttemptAt, at }: AttemptEnd,
): Promise<void> {
  await db
    .updateTable('webhookDelivery')
    .set({
      status,
      nextAttemptAt,
      endedAt: status === 'PENDING' ? null : at,
      attempts: JSON.stringify([...claimed.attempts, attempt]),
      attemptCount: claimed.attemptCount + 1,
    })
    .where('id', '=', claimed.id)
    .where('nextAttemptAt', '=', claimed.nextAttemptAt)
    .where('attemptCount', '=', claimed.attemptCount)
    .execute();
}

/** So long a delivery can be looked at and sent again after it has ended. */
export const KEEP_DELIVERIES_MS = 90 * 24 * 60 * 60 * 1000;

/** Forgets the deliveries that ended more than 90 days ago. @returns how many */
export async function forgetOldDeliveries(db: StateDatabase, now: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('webhookDelivery')
    .where('endedAt', '<', new Date(now.getTime() - KEEP_DELIVERIES_MS))
    .executeTakeFirst();
  return Number(numDeletedRows);
}
