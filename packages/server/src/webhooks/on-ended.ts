import type { IngestionMessage, WebhookEvent, WebhookMessage, WorkflowMessage } from '@milaan/contract';
import type { CreateUlid } from '../injected/ulid.ts';
import type { StateDatabase } from '../state/open-state.ts';
import { insertDeliveries } from '../state/webhook-deliveries.ts';
import { listListeners } from '../state/webhooks.ts';
import { writeDown } from '../state/write-down.ts';
import type { EndReactions } from '../workflows/workflow-parts.ts';

/** Something that happened to a workflow or an ingestion. */
interface Happening {
  readonly workspaceId: string;
  readonly event: WebhookEvent;
  readonly subjectId: string;
  /** What the message says of it. Never a figure: whoever wants those reads the resource with its token. */
  readonly data: WebhookMessage['data'];
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
  const facts = data.error === null ? {} : { error: data.error };
  const entry = {
    id: `aud_${createUlid()}`,
    workspaceId,
    at,
    action: event,
    clientId: null,
    requestId: null,
    subjectId,
    facts,
  };
  await writeDown(transaction, { entries: [entry], record: null });
  return tellListeners(transaction, happening, createUlid);
}

const TAKEN_IN = 'ACTIVITY_COMPLETED';

/** What follows when a workflow or an ingestion has ended, in the transaction of its end: webhooks and the audit log. */
export const createEndReactions = (createUlid: CreateUlid): EndReactions => ({
  onWorkflowEnded: (transaction, workflow, at) => {
    const { id, workspaceId, pan, reconType, status, createdAt, error } = workflow;
    const hasResults = status === 'WORKFLOW_COMPLETED';
    const data: WorkflowMessage['data'] = {
      workflowId: id,
      pan,
      reconType,
      status: hasResults ? status : 'WORKFLOW_FAILED',
      createdAt: createdAt.toISOString(),
      endedAt: at.toISOString(),
      error: error === null ? null : { code: error.code, detail: error.detail },
    };
    const event = hasResults ? 'workflow.completed' : 'workflow.failed';
    return onHappened(transaction, { workspaceId, event, subjectId: id, data, at }, createUlid);
  },
  onIngestionEnded: (transaction, ingestion, at) => {
    const { id, workspaceId, status, fileName, createdAt, error } = ingestion;
    const data: IngestionMessage['data'] = {
      activityId: id,
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
