import { LIMITS, problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import { insertWebhook } from '../../state/webhooks.ts';
import { refusalOfUrl } from '../../webhooks/refusal-of-url.ts';
import { createWebhookSecret } from '../../webhooks/sign-message.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Handler } from '../handler.ts';
import { showWebhook } from './show-webhook.ts';

const refuse = problemsOf<'createWebhook'>();

/** From now on events of the workspace are sent to a URL. */
export const createWebhook: Handler<'createWebhook'> = async (handled, server) => {
  const { request, caller, db, now } = handled;
  requireAllPans(caller);
  const { url, events, description } = request.body;
  const reason = refusalOfUrl(url, server.settings.webhookPrivateAddresses);
  if (reason !== null) return refuse('webhook_url_refused', { metadata: { param: 'url', reason } });
  const webhook = {
    id: `whe_${server.createUlid()}`,
    workspaceId: caller.workspaceId,
    url,
    events: [...new Set(events)],
    description,
    secret: createWebhookSecret(server.randomness),
    createdAt: now,
  };
  const count = await insertWebhook(db, webhook);
  if (count > LIMITS.webhooks) {
    return refuse('quota_exhausted', { metadata: { quota: 'webhooks', limit: LIMITS.webhooks } });
  }
  recordAction(handled, server, 'webhook.created', webhook.id, {
    host: new URL(url).host,
    events: webhook.events,
  });
  return {
    status: 201,
    body: { ...showWebhook({ ...webhook, deletedAt: null }), secret: webhook.secret },
    headers: { location: `${server.settings.baseUrl}/integration/v1/webhooks/${webhook.id}` },
  };
};
