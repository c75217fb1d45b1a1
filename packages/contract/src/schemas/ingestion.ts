import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import { GstinSchema } from './gst-values.ts';
import { ActivityIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { FaultSchema } from './problem.ts';
import { FileErrorSchema, UploadedFileSchema } from './upload.ts';
import { GstinsSchema, TemplateIdSchema } from './workflow.ts';

export const IngestPurchaseFileSchema = z
  .strictObject({
    userInputArgs: z.strictObject({ gstins: GstinsSchema.default(null), templateId: TemplateIdSchema }),
    fileInfo: UploadedFileSchema,
  })
  .meta({ id: 'IngestPurchaseFile', description: 'Take in a purchase register that was uploaded before.' });

const StatsSchema = z.strictObject({
  gstin: GstinSchema,
  totalDocumentCount: z.int().nonnegative(),
  validRows: z.int().nonnegative(),
  invalidRows: z.int().nonnegative(),
});

export const IngestionSchema = z
  .strictObject({
    activityId: ActivityIdSchema,
    status: z.enum([
      'ACTIVITY_CREATED',
      'ACTIVITY_QUEUED',
      'ACTIVITY_COMPLETED',
      'ACTIVITY_DISCARDED',
      'SYSTEM_FEEDBACK',
      'UNPLANNED_ERROR',
    ]),
    processingStats: z.array(StatsSchema),
    fileError: FileErrorSchema.nullable(),
    error: FaultSchema.nullable().meta({
      description: 'Why nothing was taken in. Reading a failed ingestion is a 200.',
    }),
    createdAt: InstantSchema,
    endedAt: InstantSchema.nullable(),
  })
  .meta({ id: 'Ingestion', description: 'A purchase register being taken in.' });

/** A line has the columns of the purchase register in camelCase; unknown ones are kept as custom fields. */
export const IngestPurchaseLinesSchema = z
  .array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])))
  .min(1)
  .max(LIMITS.ingestLines)
  .meta({ id: 'IngestPurchaseLines', description: 'Purchase lines, all or none of which are taken in.' });

export const IngestedLinesSchema = z
  .strictObject({ gstinStats: z.array(StatsSchema) })
  .meta({ id: 'IngestedLines', description: 'What was taken in, per registration.' });

/** Some connectors say which product they mean; it is always this one. */
export const TenantSchema = z.literal('MAXITC').meta({ description: 'The product; it changes nothing.' });
