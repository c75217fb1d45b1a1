import type { WebhookEvent } from '@milaan/contract';
import type { CreateUlid } from '../injected/ulid.ts';
import { insertAuditEntry } from '../state/audit-entries.ts';
import type { StateDatabase } from '../state/open-state.ts';
import { insertDeliveries } from '../state/webhook-deliveries.ts';
import { listListeners } from '../state/webhooks.ts';
import type { EndReactions } from '../workflows/workflow-parts.ts';

/** Something that happened to a workflow or an ingestion. */
interface Happening {
  readonly workspaceId: string;
  readonly event: WebhookEvent;
  readonly subjectId: string;
  /** What the message says of it. Never a figure: whoever wants those reads the resource with its token. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** Puts a message on its way to every webhook that listens. @returns the ids of the deliveries */
async function tellListeners(
  transaction: StateDatabase,
  { workspaceId, event, subjectId, data, at }: Happening,
  createUlid: CreateUlid,
): Promise<readonly string[]> {
  const listeners = await listListeners(transaction, workspaceId, event);
  const payload = JSON.stringify({ type: event, timestamp: at.toISOString(), data });
  return insertDeliveries(
    transaction,
    listeners.map(({ id: webhookId }) => {
      const id = `whd_${createUlid()}`;
      return { id, workspaceId, webhookId, messageId: id, event, subjectId, payload, replayOf: null, createdAt: at };
    }),
  );
}

async function onHappened(
  transaction: StateDatabase,
  happening: Happening,
  createUlid: CreateUlid,
): Promise<readonly string[]> {
  const { workspaceId, event, subjectId, data, at } = happening;
  const facts = 'error' in data && data.error !== null ? { error: data.error } : {};
  await insertAuditEntry(transaction, {
    id: `aud_${createUlid()}`,
    workspaceId,
    at,
    action: event,
    clientId: null,
    requestId: null,
    subjectId,
    facts,
  });
  return tellListeners(transaction, happening, createUlid);
}

const TAKEN_IN = 'ACTIVITY_COMPLETED';

/** What follows when a workflow or an ingestion has ended, in the transaction of its end: webhooks and the audit log. */
export const createEndReactions = (createUlid: CreateUlid): EndReactions => ({
  onWorkflowEnded: (transaction, workflow, at) => {
    const { id, workspaceId, pan, reconType, status, createdAt, error } = workflow;
    const data = {
      workflowId: id,
      pan,
      reconType,
      status,
      createdAt: createdAt.toISOString(),
      endedAt: at.toISOString(),
      error: error === null ? null : { code: error.code, detail: error.detail },
    };
    const event = status === 'WORKFLOW_COMPLETED' ? 'workflow.completed' : 'workflow.failed';
    return onHappened(transaction, { workspaceId, event, subjectId: id, data, at }, createUlid);
  },
  onIngestionEnded: (transaction, ingestion, at) => {
    const { id, workspaceId, workflowId, status, fileName, createdAt, error } = ingestion;
    const data = {
      activityId: id,
      workflowId,
      status,
      fileName,
      createdAt: createdAt.toISOString(),
      endedAt: at.toISOString(),
      error: error === null ? null : { code: error.code, detail: error.detail },
    };
    const event = status === TAKEN_IN ? 'ingestion.completed' : 'ingestion.failed';
    return onHappened(transaction, { workspaceId, event, subjectId: id, data, at }, createUlid);
  },
});
