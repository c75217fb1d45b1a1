import * as z from 'zod';
import { PanSchema, ReconTypeSchema } from '../../schemas/gst-values.ts';
import { PAGE_QUERY } from '../../schemas/page.ts';
import { WorkflowPageSchema, WorkflowStatusSchema } from '../../schemas/workflow.ts';
import { EVERY_OPERATION, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

export const listWorkflows = defineOperation({
  operationId: 'listWorkflows',
  method: 'GET',
  path: '/integration/v1/maxItc/workflows',
  summary: 'List workflows',
  description: 'The workflows of the PANs that the token covers, the newest first.',
  isServed: true,
  auth: 'token',
  scope: 'reconciliation:read',
  isKeyed: false,
  pathParams: null,
  query: z.strictObject({
    pan: PanSchema.optional(),
    reconType: ReconTypeSchema.optional(),
    status: WorkflowStatusSchema.optional(),
    ...PAGE_QUERY,
  }),
  headers: null,
  body: null,
  success: { 200: { description: 'A page of workflows.', body: WorkflowPageSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, ...WITH_STORAGE],
});
