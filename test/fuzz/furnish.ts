import type { RunningServer } from '../../packages/server/src/index.ts';
import { createdIngestion, finishIngestion, insertIngestions } from '../../packages/server/src/state/ingestions.ts';
import { insertDeliveries } from '../../packages/server/src/state/webhook-deliveries.ts';
import { insertWebhook } from '../../packages/server/src/state/webhooks.ts';
import { finishWorkflow } from '../../packages/server/src/state/workflows.ts';
import { newWorkflow } from '../../packages/server/src/testing/new-workflow.ts';

/** The ULID in the document's examples of ids. */
const EXAMPLE = '01K5QZ3V9T8R7M6N5P4Q3S2T1V';

/**
 * Puts something there under every id that the document shows, so that requests with these ids get further than to
 * nothing. The workflow has ended: following one that never ends would last longer than anybody waits here.
 */
export async function furnish(
  { server }: Pick<RunningServer, 'server'>,
  client: { readonly id: string; readonly workspaceId: string },
): Promise<void> {
  const { state, clock } = server;
  const { workspaceId } = client;
  const at = new Date(clock.nowMs());
  const error = { code: 'internal_error', detail: 'Nothing ran.', param: null, metadata: {} } as const;
  await newWorkflow({ server: { ...server, createUlid: () => EXAMPLE }, state, clock }, client, { pan: 'ZZZZZ9999Z' });
  await finishWorkflow(state.db, `wf_${EXAMPLE}`, {
    status: 'WORKFLOW_FAILED',
    error,
    summary: null,
    resultKeys: null,
    fileErrors: [],
    progress: null,
    at,
  });
  const args = { gstins: null, pan: null, allowedPans: null, templateId: null };
  const source = { workflowId: null, place: 0, uploadId: null, sourceObjectKey: null, fileName: 'a.csv' };
  const activityId = `act_${EXAMPLE}`;
  await insertIngestions(state.db, [
    createdIngestion({ id: activityId, workspaceId, ...source, args, createdAt: at, createdBy: client.id }),
  ]);
  await finishIngestion(state.db, activityId, { status: 'UNPLANNED_ERROR', stats: [], fileError: null, error, at });
  const webhookId = `whe_${EXAMPLE}`;
  const secret = `whsec_${Buffer.alloc(32).toString('base64')}`;
  const url = 'https://erp.company.example/';
  await insertWebhook(state.db, {
    id: webhookId,
    workspaceId,
    url,
    events: ['workflow.failed'],
    description: null,
    secret,
    createdAt: at,
  });
  const message = { event: 'workflow.failed' as const, subjectId: `wf_${EXAMPLE}`, payload: '{}', replayOf: null };
  const id = `whd_${EXAMPLE}`;
  await insertDeliveries(state.db, [{ id, workspaceId, webhookId, messageId: id, ...message, createdAt: at }]);
}
