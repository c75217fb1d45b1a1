import { LIMITS, problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import type { StateDatabase } from '../../state/open-state.ts';
import type { StoredDelivery } from '../../state/tables/webhook-tables.ts';
import { countPendingDeliveries, findDelivery, insertDeliveries } from '../../state/webhook-deliveries.ts';
import { findWebhook } from '../../state/webhooks.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Handler } from '../handler.ts';
import { pollHint } from './get-webhook-delivery.ts';
import { showDelivery } from './show-webhook.ts';

const refuse = problemsOf<'replayWebhookDelivery'>();
/** By then the first attempts of some have ended. */
const QUEUE_RETRY_AFTER_MS = 30_000;

async function findReplayable(
  db: StateDatabase,
  owned: { readonly workspaceId: string; readonly id: string },
): Promise<StoredDelivery | undefined> {
  const delivery = await findDelivery(db, owned);
  if (delivery === undefined) return undefined;
  const webhook = await findWebhook(db, { workspaceId: owned.workspaceId, id: delivery.webhookId });
  return webhook === undefined || webhook.deletedAt !== null ? undefined : delivery;
}

/** Sends the message of a delivery again, as a delivery of its own. */
export const replayWebhookDelivery: Handler<'replayWebhookDelivery'> = async (handled, server) => {
  const { request, caller, db, now, onCommit } = handled;
  requireAllPans(caller);
  const { workspaceId } = caller;
  const original = await findReplayable(db, { workspaceId, id: request.pathParams.deliveryId });
  if (original === undefined) return refuse('resource_missing', { metadata: { param: 'deliveryId' } });
  if ((await countPendingDeliveries(db, workspaceId)) >= LIMITS.pendingDeliveries) {
    return refuse('queue_full', { metadata: { limit: LIMITS.pendingDeliveries }, retryAfterMs: QUEUE_RETRY_AFTER_MS });
  }
  const id = `whd_${server.createUlid()}`;
  const { webhookId, messageId, event, subjectId, payload } = original;
  const copy = { id, workspaceId, webhookId, messageId, event, subjectId, payload, replayOf: original.id };
  await insertDeliveries(db, [{ ...copy, createdAt: now }]);
  recordAction(handled, server, 'webhookDelivery.replayed', id, { replayOf: original.id });
  onCommit(() => server.workflows.start('delivery', id));
  const delivery: StoredDelivery = {
    ...copy,
    status: 'PENDING',
    attempts: [],
    attemptCount: 0,
    nextAttemptAt: now,
    createdAt: now,
    endedAt: null,
  };
  const location = `${server.settings.baseUrl}/integration/v1/webhooks/deliveries/${id}`;
  return { status: 201, body: showDelivery(delivery), headers: { location, ...pollHint(delivery, now) } };
};
