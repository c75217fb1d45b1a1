import * as z from 'zod';
import { GstinSchema, PanSchema, ReconTypeSchema, ReturnPeriodSchema } from './gst-values.ts';
import { WorkflowIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { pageOf } from './page.ts';
import { TaskErrorSchema } from './task-error.ts';
import { FileErrorSchema, UploadedFileSchema } from './upload.ts';

const MOST_FILES = 100;
const MOST_GSTINS = 1000;

/** Registrations of one PAN; none means all of them. */
export const GstinsSchema = z.array(GstinSchema).max(MOST_GSTINS).nullable();

/** Connectors send the template of their former installation, or an empty one; columns are told by their headers. */
export const TemplateIdSchema = z
  .string()
  .regex(/^[0-9A-Za-z-]{0,64}$/, 'it must be the id of a template')
  .nullable()
  .meta({
    description: 'Any template id is accepted: the columns of a register are told by their headers.',
    examples: ['60e5613ff71f4a7aeca4336b'],
  });

const DEFAULT_RECON_TYPE = 'MAX_ITC_2B_PR';

/** Connectors send null for what they leave out. */
const period = ReturnPeriodSchema.nullable()
  .optional()
  .meta({ description: 'Return period as MMYYYY: 102026 is October 2026.', examples: ['102026'] })
  .transform((value) => value ?? undefined);

export const TriggerWorkflowSchema = z
  .strictObject({
    fileList: z
      .array(UploadedFileSchema)
      .max(MOST_FILES)
      .nullable()
      .default([])
      .transform((files) => files ?? []),
    userInputArgs: z.strictObject({
      gstins: GstinsSchema.default(null),
      pan: PanSchema,
      pullReturnPeriodStart: period,
      pullReturnPeriodEnd: period,
      reconReturnPeriodStart: period,
      reconReturnPeriodEnd: period,
      reconType: ReconTypeSchema.nullable()
        .default(DEFAULT_RECON_TYPE)
        .meta({ description: 'What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A.' })
        .transform((type) => type ?? DEFAULT_RECON_TYPE),
      templateId: TemplateIdSchema.default(null),
      allowMissingPeriods: z
        .boolean()
        .nullable()
        .default(false)
        .transform((isAllowed) => isAllowed ?? false),
      asOf: z.iso
        .date('it must be a calendar date such as 2026-10-31')
        .nullable()
        .optional()
        .meta({
          description: 'Reconcile what was held at the end of this day (IST), judged on that day. Not after today.',
        })
        .transform((day) => day ?? undefined),
    }),
  })
  .meta({ id: 'TriggerWorkflow', description: 'Ingest these files, pull the one range, reconcile the other.' });

export const WORKFLOW_STATUSES = [
  'WORKFLOW_CREATED',
  'WORKFLOW_INGESTING',
  'WORKFLOW_PULLING',
  'WORKFLOW_RECONCILING',
  'WORKFLOW_COMPLETED',
  'WORKFLOW_FAILED',
] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

export const WorkflowStatusSchema = z
  .enum(WORKFLOW_STATUSES)
  .meta({ description: 'How far it is. Completed and failed are final; a cancelled workflow is a failed one.' });

const ProgressSchema = z.strictObject({
  done: z.int().nonnegative(),
  total: z.int().nonnegative().nullable(),
  unit: z.string(),
});

export const WorkflowSchema = z
  .strictObject({
    workflowId: WorkflowIdSchema,
    pan: PanSchema,
    reconType: ReconTypeSchema,
    status: WorkflowStatusSchema,
    progress: ProgressSchema.nullable(),
    createdAt: InstantSchema,
    updatedAt: InstantSchema,
    endedAt: InstantSchema.nullable(),
    reconStatus: z.strictObject({
      status: z.enum(['PENDING', 'SUCCESS', 'FAILED']),
      reconResultsFileUrl: z.url().nullable(),
      reconResultsVendorFileUrl: z.url().nullable(),
      reportUrl: z.url().nullable(),
    }),
    fileErrors: z.array(FileErrorSchema),
    error: TaskErrorSchema.nullable().meta({ description: 'Why it failed. Reading a failed workflow is a 200.' }),
    summary: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Workflow', description: 'One reconciliation.' });

export type Workflow = z.output<typeof WorkflowSchema>;

export const WorkflowPageSchema = z
  .strictObject(pageOf(WorkflowSchema))
  .meta({ id: 'WorkflowPage', description: 'Workflows, the newest first.' });
