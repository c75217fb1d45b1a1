import * as z from 'zod';
import { WorkflowIdSchema } from '../../schemas/ids.ts';
import { WorkflowSchema } from '../../schemas/workflow.ts';
import { EVERY_OPERATION, WITH_IDEMPOTENCY_KEY, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** A POST without a body. */
export const cancelWorkflow = defineOperation({
  operationId: 'cancelWorkflow',
  method: 'POST',
  path: '/integration/v1/maxItc/workflow/{workflowId}/cancel',
  summary: 'Cancel a workflow',
  description:
    'Ends a workflow as soon as it can be; it has then failed with `workflow_cancelled`. What its files brought in so far stays. Has it ended already: 409 `task_finished`.',
  isServed: true,
  auth: 'token',
  scope: 'reconciliation:write',
  isKeyed: true,
  pathParams: z.strictObject({ workflowId: WorkflowIdSchema }),
  query: null,
  headers: null,
  body: null,
  success: {
    200: { description: 'The workflow, which is about to end.', body: WorkflowSchema, headers: ['retry-after'] },
  },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_TOKEN,
    ...WITH_IDEMPOTENCY_KEY,
    ...WITH_STORAGE,
    'resource_missing',
    'task_finished',
  ],
});
