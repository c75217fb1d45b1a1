import { problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import { findWebhook } from '../../state/webhooks.ts';
import type { Handler } from '../handler.ts';
import { showWebhook } from './show-webhook.ts';

const refuse = problemsOf<'getWebhook'>();

/** A webhook without its secret. */
export const getWebhook: Handler<'getWebhook'> = async ({ request, caller, db }) => {
  requireAllPans(caller);
  const { webhookId } = request.pathParams;
  const webhook = await findWebhook(db, { workspaceId: caller.workspaceId, id: webhookId });
  if (webhook === undefined || webhook.deletedAt !== null) {
    return refuse('resource_missing', { metadata: { param: 'webhookId' } });
  }
  return { status: 200, body: showWebhook(webhook) };
};
