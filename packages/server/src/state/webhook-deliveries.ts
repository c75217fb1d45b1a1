import type { StateDatabase } from './open-state.ts';
import type { StoredDelivery } from './tables/webhook-tables.ts';
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
