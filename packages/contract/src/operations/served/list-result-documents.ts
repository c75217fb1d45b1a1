import * as z from 'zod';
import { WorkflowIdSchema } from '../../schemas/ids.ts';
import { PAGE_QUERY } from '../../schemas/page.ts';
import {
  MatchTypesSchema,
  ResultDocumentPageSchema,
  SearchSchema,
  SupplierGstinSchema,
} from '../../schemas/result-document.ts';
import { EVERY_OPERATION, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

export const listResultDocuments = defineOperation({
  operationId: 'listResultDocuments',
  method: 'GET',
  path: '/integration/v1/maxItc/results/{workflowId}/documents',
  summary: 'Page through results',
  description: 'The results of a finished workflow as JSON, filtered, in the order of the results file.',
  isServed: true,
  auth: 'token',
  scope: 'reconciliation:read',
  isKeyed: false,
  pathParams: z.strictObject({ workflowId: WorkflowIdSchema }),
  query: z.strictObject({
    matchType: MatchTypesSchema.optional(),
    supplierGstin: SupplierGstinSchema.optional(),
    q: SearchSchema.optional(),
    ...PAGE_QUERY,
  }),
  headers: null,
  body: null,
  success: { 200: { description: 'A page of results.', body: ResultDocumentPageSchema, headers: [] } },
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
