import { problemsOf } from '@milaan/contract';
import type { Handler } from '../handler.ts';
import { findOwnWorkflow } from './find-own-workflow.ts';
import { refusalOfResults } from './refusal-of-results.ts';
import { showWorkflow } from './show-workflow.ts';

const refuse = problemsOf<'getWorkflowResults'>();

/** A finished workflow with the URLs of its results. */
export const getWorkflowResults: Handler<'getWorkflowResults'> = async ({ request, caller, db }, server) => {
  const { workflowId } = request.pathParams;
  const workflow = await findOwnWorkflow(db, caller, workflowId);
  if (workflow === undefined) return refuse('resource_missing', { metadata: { param: 'workflowId' } });
  return refusalOfResults(workflow) ?? { status: 200, body: await showWorkflow(server, workflow) };
};
