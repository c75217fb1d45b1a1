import * as z from 'zod';
import { WorkflowIdSchema } from '../../schemas/ids.ts';
import { EVERY_OPERATION, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation, EVENT_STREAM_MEDIA_TYPE } from '../define-operation.ts';

const lastEventId = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'it must be the id of the last event that arrived')
  .meta({ description: 'The id of the last event that arrived: nothing is sent before the workflow differs from it.' });

/** Server-Sent Events (WHATWG HTML): each is the workflow resource as it is then. */
export const streamWorkflowEvents = defineOperation({
  operationId: 'streamWorkflowEvents',
  method: 'GET',
  path: '/integration/v1/maxItc/workflow/{workflowId}/events',
  summary: 'Follow a workflow',
  description:
    'An event `workflow` for the state now and for each change of it; its data is the workflow resource on one line, its id stands for the state. The stream ends after the final state, and after 5 minutes at the latest: go on with `Last-Event-ID`, as browsers do by themselves.',
  isServed: true,
  auth: 'token',
  scope: 'reconciliation:read',
  isKeyed: false,
  pathParams: z.strictObject({ workflowId: WorkflowIdSchema }),
  query: null,
  headers: z.object({ 'last-event-id': lastEventId.optional() }),
  body: null,
  success: {
    200: { description: 'The events.', body: null, mediaType: EVENT_STREAM_MEDIA_TYPE, headers: [] },
  },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, ...WITH_STORAGE, 'resource_missing'],
});
