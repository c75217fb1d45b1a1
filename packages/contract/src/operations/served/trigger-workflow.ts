import { LIMITS } from '../../limits.ts';
import { bothEndsRule } from '../../request/both-ends-rule.ts';
import { gstinsOfPanRule } from '../../request/gstins-of-pan-rule.ts';
import { periodRangeRule } from '../../request/period-range-rule.ts';
import { TriggerWorkflowSchema, WorkflowSchema } from '../../schemas/workflow.ts';
import { EVERY_OPERATION, WITH_IDEMPOTENCY_KEY, WITH_JSON_BODY, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

export const triggerWorkflow = defineOperation({
  operationId: 'triggerWorkflow',
  method: 'POST',
  path: '/integration/v1/maxItc/triggerWorkflow',
  summary: 'Trigger a reconciliation',
  description:
    'Takes in the files, pulls the government data of the one range and reconciles the other. One at a time for a PAN and a reconciliation type. A range that is left out is that of the configuration of the PAN or of the workspace, or else of the settings; none anywhere: 402 `configuration_missing`.',
  isServed: true,
  auth: 'token',
  scope: 'reconciliation:write',
  isKeyed: true,
  pathParams: null,
  query: null,
  headers: null,
  body: {
    mediaTypes: ['application/json'],
    schema: TriggerWorkflowSchema,
    rules: [
      bothEndsRule('pullReturnPeriodStart', 'pullReturnPeriodEnd', ['userInputArgs']),
      bothEndsRule('reconReturnPeriodStart', 'reconReturnPeriodEnd', ['userInputArgs']),
      periodRangeRule('pullReturnPeriodStart', 'pullReturnPeriodEnd', ['userInputArgs']),
      periodRangeRule('reconReturnPeriodStart', 'reconReturnPeriodEnd', ['userInputArgs']),
      gstinsOfPanRule(['userInputArgs']),
    ],
    limitBytes: LIMITS.bodyBytes,
  },
  success: {
    201: { description: 'The workflow was created.', body: WorkflowSchema, headers: ['location', 'retry-after'] },
  },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_TOKEN,
    ...WITH_JSON_BODY,
    ...WITH_IDEMPOTENCY_KEY,
    ...WITH_STORAGE,
    'period_range_invalid',
    'gstin_invalid',
    'gstin_not_of_pan',
    'resource_missing',
    'file_not_uploaded',
    'configuration_missing',
    'govt_data_missing',
    'workflow_pending',
    'queue_full',
  ],
});
