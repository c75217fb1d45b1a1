import { problem } from '@milaan/contract';
import { findWebhook } from '../../state/webhooks.ts';
import type { RecordedForm } from '../recorded-form.ts';

interface Told {
  readonly webhookId: string;
  secret: string;
}

/** The record is made from this server's own answer, whose shape the contract has checked. */
const read = (body: string): Told => JSON.parse(body) as Told;

/** Only the row of the webhook has its secret, as long as something is signed with it. */
export const recordedWebhook: RecordedForm = {
  keep: (body) => JSON.stringify({ ...read(body), secret: '' }),
  async restore(body, workspaceId, db) {
    const told = read(body);
    const webhook = await findWebhook(db, { workspaceId, id: told.webhookId });
    if (webhook === undefined || webhook.deletedAt !== null) {
      return problem('resource_missing', { metadata: { param: 'idempotency-key' } });
    }
    return JSON.stringify({ ...told, secret: webhook.secret });
  },
};
