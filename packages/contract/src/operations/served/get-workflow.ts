import * as z from 'zod';
import { WorkflowIdSchema } from '../../schemas/ids.ts';
import { WaitSchema } from '../../schemas/wait.ts';
import { WorkflowSchema } from '../../schemas/workflow.ts';
import { EVERY_OPERATION, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

const pathParams = z.strictObject({ workflowId: WorkflowIdSchema });

export const getWorkflow = defineOperation({
  operationId: 'getWorkflow',
  method: 'GET',
  path: '/integration/v1/maxItc/workflow/{workflowId}',
  summary: 'Read a workflow',
  description: 'How far it is, and how it ended. Reading a failed workflow is a 200.',
  isServed: true,
  auth: 'token',
  scope: 'reconciliation:read',
  isKeyed: false,
  pathParams,
  query: z.strictObject({ wait: WaitSchema.optional() }),
  headers: null,
  body: null,
  success: { 200: { description: 'The workflow.', body: WorkflowSchema, headers: ['retry-after'] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, ...WITH_STORAGE, 'resource_missing'],
});

export const getWorkflowResults = defineOperation({
  ...getWorkflow,
  operationId: 'getWorkflowResults',
  path: '/integration/v1/maxItc/results/{workflowId}',
  summary: 'Get the result of a workflow',
  description: 'The finished workflow with the URLs of its results. Not finished or failed: 402.',
  query: null,
  success: { 200: { description: 'The workflow with its results.', body: WorkflowSchema, headers: [] } },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_TOKEN,
    ...WITH_STORAGE,
    'resource_missing',
    'workflow_failed',
    'workflow_cancelled',
    'workflow_not_finished',
  ],
});
