import { problemsOf } from '@milaan/contract';
import type { Handler } from '../handler.ts';
import { longPoll } from '../long-poll.ts';
import { pollHint } from '../poll-hint.ts';
import { findOwnWorkflow } from './find-own-workflow.ts';
import { showWorkflow } from './show-workflow.ts';

const refuse = problemsOf<'getWorkflow'>();

/** How far a workflow is; with `wait` as soon as it has ended, at the latest after so many seconds. */
export const getWorkflow: Handler<'getWorkflow'> = async ({ request, caller, db, now }, server) => {
  const { workflowId } = request.pathParams;
  const workflow = await longPoll(() => findOwnWorkflow(db, caller, workflowId), request.query.wait, now, server);
  if (workflow === undefined) return refuse('resource_missing', { metadata: { param: 'workflowId' } });
  const headers = workflow.endedAt === null ? pollHint(workflow.createdAt, new Date(server.clock.nowMs())) : {};
  return { status: 200, body: await showWorkflow(server, workflow), headers };
};
