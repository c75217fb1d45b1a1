import { SECTIONS } from '@milaan/gst';
import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import { PanSchema, ReconTypeSchema, ReturnPeriodSchema } from './gst-values.ts';

const userEmail = z
  .email('it must be an e-mail address')
  .max(254)
  .meta({ description: 'Who hears about failures; null for nobody.', examples: ['accounts@company.example'] });
const customTemplateId = z
  .uuid('it must be a UUID')
  .meta({ description: 'Template of the purchase register; null for the template of the system.' });
const sectionNames = z
  .array(z.enum(SECTIONS))
  .max(LIMITS.sectionNames)
  .meta({ description: 'Sections of the statement that take part; none listed means all.' });
const active = z.boolean().meta({ description: 'False: kept, but not run on its own.' });

const ranges = {
  pullReturnPeriodStart: ReturnPeriodSchema,
  pullReturnPeriodEnd: ReturnPeriodSchema,
  reconReturnPeriodStart: ReturnPeriodSchema,
  reconReturnPeriodEnd: ReturnPeriodSchema,
};

/** What is reconciled when nothing else is said. */
export const ConfigSchema = z
  .strictObject({
    userEmail: userEmail.nullable(),
    customTemplateId: customTemplateId.nullable(),
    reconType: ReconTypeSchema,
    sectionNames,
    ...ranges,
    active,
    error: z.string().nullable().meta({ description: 'Always null: a failure is never told in a 200.' }),
  })
  .meta({ id: 'Config', description: 'The configuration of a workspace, or of one PAN in it.' });

export type Config = z.output<typeof ConfigSchema>;

/** The whole configuration to store; what is left out gets its default, not its former value. */
export const SetConfigSchema = z
  .strictObject({
    pan: PanSchema.optional(),
    userEmail: userEmail.nullable().default(null),
    customTemplateId: customTemplateId.nullable().default(null),
    reconType: ReconTypeSchema.default('MAX_ITC_2B_PR'),
    sectionNames: sectionNames.default([]),
    ...ranges,
    active: active.default(true),
    error: z.null().optional().meta({ description: 'As it was read; it changes nothing.' }),
  })
  .meta({ id: 'SetConfig', description: 'A configuration to store for the workspace, or for the PAN that it names.' });
