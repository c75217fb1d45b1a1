import { problemsOf } from '@milaan/contract';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import type { Handler } from '../handler.ts';
import { pollHint } from '../poll-hint.ts';
import { findOwnWorkflow } from './find-own-workflow.ts';
import { showWorkflow } from './show-workflow.ts';

const refuse = problemsOf<'getWorkflow'>();

const SECOND_MS = 1000;
/** The pause between two looks of a long poll: hardly noticed by people, and little work for the database. */
const LOOK_MS = 300;

/** How far a workflow is; with `wait` as soon as it has ended, at the latest after so many seconds. */
export const getWorkflow: Handler<'getWorkflow'> = async ({ request, caller, db, now }, server) => {
  const { clock, admission } = server;
  const { workflowId } = request.pathParams;
  const untilMs = now.getTime() + Number(request.query.wait ?? 0) * SECOND_MS;
  let workflow: Workflow | undefined = await findOwnWorkflow(db, caller, workflowId);
  while (workflow !== undefined && workflow.endedAt === null && clock.nowMs() < untilMs && !admission.isDraining) {
    await clock.sleep(Math.min(LOOK_MS, untilMs - clock.nowMs()));
    workflow = await findOwnWorkflow(db, caller, workflowId);
  }
  if (workflow === undefined) return refuse('resource_missing', { metadata: { param: 'workflowId' } });
  const headers = workflow.endedAt === null ? pollHint(workflow.createdAt, new Date(clock.nowMs())) : {};
  return { status: 200, body: await showWorkflow(server, workflow), headers };
};
