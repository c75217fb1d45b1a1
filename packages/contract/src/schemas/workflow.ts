import * as z from 'zod';
import { GstinSchema, PanSchema, ReconTypeSchema, ReturnPeriodSchema } from './gst-values.ts';
import { WorkflowIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { FaultSchema } from './problem.ts';
import { FileErrorSchema, UploadedFileSchema } from './upload.ts';

const MOST_FILES = 100;
const MOST_GSTINS = 1000;

/** Registrations of one PAN; none means all of them. */
export const GstinsSchema = z.array(GstinSchema).max(MOST_GSTINS).nullable();

export const TemplateIdSchema = z
  .string()
  .regex(/^[0-9A-Za-z-]{1,64}$/, 'it must be the id of a template')
  .meta({ description: 'Template of the purchase register.', examples: ['60e5613ff71f4a7aeca4336b'] });

export const TriggerWorkflowSchema = z
  .strictObject({
    fileList: z.array(UploadedFileSchema).max(MOST_FILES).default([]),
    userInputArgs: z.strictObject({
      gstins: GstinsSchema.default(null),
      pan: PanSchema,
      pullReturnPeriodStart: ReturnPeriodSchema,
      pullReturnPeriodEnd: ReturnPeriodSchema,
      reconReturnPeriodStart: ReturnPeriodSchema,
      reconReturnPeriodEnd: ReturnPeriodSchema,
      reconType: ReconTypeSchema.default('MAX_ITC_2B_PR'),
      templateId: TemplateIdSchema.optional(),
      allowMissingPeriods: z.boolean().default(false),
    }),
  })
  .meta({ id: 'TriggerWorkflow', description: 'Ingest these files, pull the one range, reconcile the other.' });

const ProgressSchema = z.strictObject({
  done: z.int().nonnegative(),
  total: z.int().nonnegative().nullable(),
  unit: z.string(),
});

export const WorkflowSchema = z
  .strictObject({
    workflowId: WorkflowIdSchema,
    status: z.enum([
      'WORKFLOW_CREATED',
      'WORKFLOW_INGESTING',
      'WORKFLOW_PULLING',
      'WORKFLOW_RECONCILING',
      'WORKFLOW_COMPLETED',
      'WORKFLOW_FAILED',
    ]),
    progress: ProgressSchema.nullable(),
    createdAt: InstantSchema,
    reconStatus: z.strictObject({
      status: z.enum(['PENDING', 'SUCCESS', 'FAILED']),
      reconResultsFileUrl: z.url().nullable(),
      reconResultsVendorFileUrl: z.url().nullable(),
      reportUrl: z.url().nullable(),
    }),
    fileErrors: z.array(FileErrorSchema),
    error: FaultSchema.nullable().meta({ description: 'Why it failed. Reading a failed workflow is a 200.' }),
    summary: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Workflow', description: 'One reconciliation.' });
