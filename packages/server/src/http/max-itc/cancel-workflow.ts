import { problemsOf } from '@milaan/contract';
import { readWorkflow } from '../../state/workflows.ts';
import { cancelledEnd, endWorkflow } from '../../workflows/steps/end-workflow.ts';
import { recordAction } from '../audit/record-action.ts';
import type { Handler } from '../handler.ts';
import { findOwnWorkflow } from './find-own-workflow.ts';
import { showWorkflow } from './show-workflow.ts';

const refuse = problemsOf<'cancelWorkflow'>();

/**
 * Ends a workflow at once: its row says so from the commit on, whatever node still works for it stops within a second,
 * and nothing that it makes counts any more.
 */
export const cancelWorkflow: Handler<'cancelWorkflow'> = async (handled, server) => {
  const { request, caller, db, now, onCommit } = handled;
  const { workflowId } = request.pathParams;
  const workflow = await findOwnWorkflow(db, caller, workflowId);
  if (workflow === undefined) return refuse('resource_missing', { metadata: { param: 'workflowId' } });
  const finished = () => refuse('task_finished', { param: 'workflowId', metadata: { taskId: workflowId } });
  if (workflow.endedAt !== null) return finished();
  const deliveries = await endWorkflow(db, server.reactions, workflowId, cancelledEnd(workflowId, now));
  const ended = await readWorkflow(db, workflowId);
  if (ended.error?.code !== 'workflow_cancelled') return finished();
  recordAction(handled, server, 'workflow.cancelled', workflowId);
  onCommit(() => {
    void server.workflows.cancel(workflowId);
    for (const id of deliveries) server.workflows.start('delivery', id);
  });
  return { status: 200, body: await showWorkflow(server, ended) };
};
