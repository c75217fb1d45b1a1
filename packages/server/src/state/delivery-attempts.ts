import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { DeliveryAttempt, StoredDelivery, WebhookEndpoint } from './tables/webhook-tables.ts';

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
