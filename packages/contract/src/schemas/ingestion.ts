import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import { GstinSchema } from './gst-values.ts';
import { ActivityIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { TaskErrorSchema } from './task-error.ts';
import { FileErrorSchema, UploadedFileSchema } from './upload.ts';
import { GstinsSchema, TemplateIdSchema } from './workflow.ts';

export const IngestPurchaseFileSchema = z
  .strictObject({
    userInputArgs: z.strictObject({ gstins: GstinsSchema.default(null), templateId: TemplateIdSchema.default(null) }),
    fileInfo: UploadedFileSchema,
  })
  .meta({ id: 'IngestPurchaseFile', description: 'Take in a purchase register that was uploaded before.' });

const StatsSchema = z.strictObject({
  gstin: GstinSchema,
  totalDocumentCount: z.int().nonnegative(),
  validRows: z.int().nonnegative(),
  invalidRows: z.int().nonnegative(),
});

/** A row of a file may name no registration; it is counted all the same, so that the counts are those of the file. */
const FileStatsSchema = StatsSchema.extend({
  gstin: GstinSchema.nullable().meta({ description: 'Null for rows in which no own GSTIN can be read.' }),
});

/** How an ingestion stands; all but the first two are final. */
export const INGESTION_STATUSES = [
  'ACTIVITY_CREATED',
  'ACTIVITY_QUEUED',
  'ACTIVITY_COMPLETED',
  'ACTIVITY_DISCARDED',
  'SYSTEM_FEEDBACK',
  'UNPLANNED_ERROR',
] as const;

export const IngestionSchema = z
  .strictObject({
    activityId: ActivityIdSchema,
    status: z.enum(INGESTION_STATUSES),
    processingStats: z.array(FileStatsSchema),
    fileError: FileErrorSchema.nullable(),
    error: TaskErrorSchema.nullable().meta({
      description: 'Why nothing was taken in. Reading a failed ingestion is a 200.',
    }),
    createdAt: InstantSchema,
    endedAt: InstantSchema.nullable(),
  })
  .meta({ id: 'Ingestion', description: 'A purchase register being taken in.' });

/** A line has the columns of the purchase register in camelCase; unknown ones are kept as custom fields. */
const PurchaseLineSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

const PurchaseLinesSchema = z.array(PurchaseLineSchema).min(1).max(LIMITS.ingestLines);

/** The lines alone, or as connectors wrap them. `pointer` is where the lines stand in the body. */
export const IngestPurchaseLinesSchema = z
  .union([
    PurchaseLinesSchema.transform((lines) => ({ lines, pointer: '' })),
    z
      .strictObject({
        userInputArgs: z
          .looseObject({ templateId: TemplateIdSchema.default(null) })
          .nullable()
          .optional()
          .meta({ description: 'What connectors say about their lines; it changes nothing.' }),
        jsonRecords: PurchaseLinesSchema,
      })
      .transform(({ jsonRecords }) => ({ lines: jsonRecords, pointer: '/jsonRecords' })),
  ])
  .meta({ id: 'IngestPurchaseLines', description: 'Purchase lines, all or none of which are taken in.' });

export const IngestedLinesSchema = z
  .strictObject({ gstinStats: z.array(StatsSchema) })
  .meta({ id: 'IngestedLines', description: 'What was taken in, per registration.' });

/** Some connectors say which product they mean; it is always this one. */
export const TenantSchema = z
  .string()
  .regex(/^maxitc$/i, 'it must be MAXITC')
  .meta({ description: 'The product; it changes nothing.', pattern: '^MAXITC$', examples: ['MAXITC'] });
