import { pageSizeOf, problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import { listWebhooks as listOfWorkspace } from '../../state/webhooks.ts';
import type { Handler } from '../handler.ts';
import { FOREIGN_CURSOR, oneMoreThan, pageFrom, placeOf } from '../page-cursor.ts';
import { showWebhook, WEBHOOK_ID } from './show-webhook.ts';

const refuse = problemsOf<'listWebhooks'>();

/** The webhooks of the workspace, without their secrets. */
export const listWebhooks: Handler<'listWebhooks'> = async ({ request, caller, db }) => {
  requireAllPans(caller);
  const { cursor, limit } = request.query;
  const before = placeOf(cursor, WEBHOOK_ID);
  if (before === undefined) return refuse('parameter_invalid', FOREIGN_CURSOR);
  const size = pageSizeOf(limit);
  const webhooks = await listOfWorkspace(db, {
    workspaceId: caller.workspaceId,
    before,
    limit: oneMoreThan(size),
  });
  return { status: 200, body: pageFrom(webhooks, size, ({ id }) => id, showWebhook) };
};
