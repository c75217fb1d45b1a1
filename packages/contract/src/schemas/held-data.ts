import * as z from 'zod';
import { GstinSchema, PanSchema, ReturnPeriodSchema } from './gst-values.ts';
import { ActivityIdSchema, SegmentIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { pageOf } from './page.ts';

/** Where documents come from: the purchase register, or a statement of the government. */
export const HELD_SIDES = ['BOOKS', 'GSTR_2B', 'GSTR_2A'] as const;

export const HeldSideSchema = z
  .enum(HELD_SIDES)
  .meta({ description: 'The purchase register (`BOOKS`) or the statement that is meant.' });

/** Documents of one registration that were taken in together. */
export const HeldDataSchema = z
  .strictObject({
    segmentId: SegmentIdSchema,
    side: HeldSideSchema,
    pan: PanSchema,
    gstin: GstinSchema,
    firstPeriod: ReturnPeriodSchema.nullable().meta({ description: 'The earliest return period among the documents.' }),
    lastPeriod: ReturnPeriodSchema.nullable().meta({ description: 'The latest return period among the documents.' }),
    generatedOn: z.iso
      .date()
      .nullable()
      .meta({ description: 'The day on which the government made the statement, as it says; null for a register.' }),
    documents: z.int().nonnegative(),
    deletedPeriods: z
      .array(ReturnPeriodSchema)
      .meta({ description: 'Periods of it that were deleted since; their documents do not count any more.' }),
    activityId: ActivityIdSchema.nullable().meta({
      description: 'The ingestion that took it in; null where the documents of several were put together since.',
    }),
    receivedAt: InstantSchema,
  })
  .meta({ id: 'HeldData', description: 'Documents of one registration that were taken in together and are held.' });

export type HeldData = z.output<typeof HeldDataSchema>;

export const HeldDataPageSchema = z
  .strictObject(pageOf(HeldDataSchema))
  .meta({ id: 'HeldDataPage', description: 'What is held, the newest first.' });

export const DeletedDataSchema = z
  .strictObject({
    gstin: GstinSchema,
    period: ReturnPeriodSchema,
    sides: z.array(HeldSideSchema).meta({ description: 'Where something was held, and is not any more.' }),
  })
  .meta({ id: 'DeletedData', description: 'What was deleted; nothing where nothing was held.' });
