import { pageSizeOf, problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import { listDeliveries } from '../../state/webhook-deliveries.ts';
import { findWebhook } from '../../state/webhooks.ts';
import type { Handler } from '../handler.ts';
import { FOREIGN_CURSOR, oneMoreThan, pageFrom, placeOf } from '../page-cursor.ts';
import { DELIVERY_ID, showDelivery } from './show-webhook.ts';

const refuse = problemsOf<'listWebhookDeliveries'>();

/** What was sent to a webhook or is on its way; also of one that was deleted, so that its end can be understood. */
export const listWebhookDeliveries: Handler<'listWebhookDeliveries'> = async ({ request, caller, db }) => {
  requireAllPans(caller);
  const { webhookId } = request.pathParams;
  const { cursor, limit } = request.query;
  const before = placeOf(cursor, DELIVERY_ID);
  if (before === undefined) return refuse('parameter_invalid', FOREIGN_CURSOR);
  const webhook = await findWebhook(db, { workspaceId: caller.workspaceId, id: webhookId });
  if (webhook === undefined) return refuse('resource_missing', { metadata: { param: 'webhookId' } });
  const size = pageSizeOf(limit);
  const deliveries = await listDeliveries(db, { webhookId, before, limit: oneMoreThan(size) });
  return { status: 200, body: pageFrom(deliveries, size, ({ id }) => id, showDelivery) };
};
