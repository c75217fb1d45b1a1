import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import { GstinSchema } from './gst-values.ts';
import { ActivityIdSchema } from './ids.ts';
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
