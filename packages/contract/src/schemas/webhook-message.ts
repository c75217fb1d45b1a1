import * as z from 'zod';
import { ERROR_CODES } from '../errors/registry.ts';
import { PanSchema, ReconTypeSchema } from './gst-values.ts';
import { ActivityIdSchema, WorkflowIdSchema } from './ids.ts';
import { INGESTION_STATUSES } from './ingestion.ts';
import { InstantSchema } from './instant.ts';

const error = z
  .strictObject({ code: z.enum(ERROR_CODES), detail: z.string() })
  .nullable()
  .meta({ description: 'Why it failed; null when it has not.' });

const message = <const Type extends string, Data extends z.ZodType>(types: readonly Type[], data: Data) =>
  z.strictObject({
    type: z.enum(types),
    timestamp: InstantSchema.meta({ description: 'When it happened.' }),
    data,
  });

/** What a webhook is told of a workflow: never a figure, so that it may be written to any log. */
export const WorkflowMessageSchema = message(
  ['workflow.completed', 'workflow.failed'],
  z.strictObject({
    workflowId: WorkflowIdSchema,
    pan: PanSchema,
    reconType: ReconTypeSchema,
    status: z.enum(['WORKFLOW_COMPLETED', 'WORKFLOW_FAILED']),
    createdAt: InstantSchema,
    endedAt: InstantSchema,
    error,
  }),
).meta({ id: 'WorkflowMessage', description: 'A workflow has ended.' });

/** What a webhook is told of a file that was taken in by itself. */
export const IngestionMessageSchema = message(
  ['ingestion.completed', 'ingestion.failed'],
  z.strictObject({
    activityId: ActivityIdSchema,
    status: z.enum(INGESTION_STATUSES),
    fileName: z.string(),
    createdAt: InstantSchema,
    endedAt: InstantSchema,
    error,
  }),
).meta({ id: 'IngestionMessage', description: 'An ingestion of its own has ended.' });

export type WorkflowMessage = z.input<typeof WorkflowMessageSchema>;
export type IngestionMessage = z.input<typeof IngestionMessageSchema>;
export type WebhookMessage = WorkflowMessage | IngestionMessage;
