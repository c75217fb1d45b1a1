import { problemsOf, retryAfterSeconds } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import type { StoredDelivery } from '../../state/tables/webhook-tables.ts';
import { findDelivery } from '../../state/webhook-deliveries.ts';
import type { Handler } from '../handler.ts';
import { showDelivery } from './show-webhook.ts';

const refuse = problemsOf<'getWebhookDelivery'>();

/** When it is worth while to look again: after the next attempt. None once the delivery has ended. */
export const pollHint = ({ nextAttemptAt }: StoredDelivery, now: Date): Record<string, string> =>
  nextAttemptAt === null
    ? {}
    : { 'retry-after': String(retryAfterSeconds(nextAttemptAt.getTime() - now.getTime() + 1000)) };

/** A delivery with every attempt. */
export const getWebhookDelivery: Handler<'getWebhookDelivery'> = async ({ request, caller, db, now }) => {
  requireAllPans(caller);
  const { deliveryId } = request.pathParams;
  const delivery = await findDelivery(db, { workspaceId: caller.workspaceId, id: deliveryId });
  if (delivery === undefined) return refuse('resource_missing', { metadata: { param: 'deliveryId' } });
  return { status: 200, body: showDelivery(delivery), headers: pollHint(delivery, now) };
};
