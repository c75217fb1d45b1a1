import { problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import { deleteWebhook as deleteOne, findWebhook } from '../../state/webhooks.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Handler } from '../handler.ts';
import { showWebhook } from './show-webhook.ts';

const refuse = problemsOf<'deleteWebhook'>();

/** Nothing more is sent to the webhook. Deleting it twice is the same as once. */
export const deleteWebhook: Handler<'deleteWebhook'> = async (handled, server) => {
  const { request, caller, db, now } = handled;
  requireAllPans(caller);
  const { webhookId } = request.pathParams;
  const webhook = await findWebhook(db, { workspaceId: caller.workspaceId, id: webhookId });
  if (webhook === undefined) return refuse('resource_missing', { metadata: { param: 'webhookId' } });
  const isDeleted = await deleteOne(db, webhookId, now);
  if (isDeleted) recordAction(handled, server, 'webhook.deleted', webhookId);
  return { status: 200, body: showWebhook(webhook) };
};
