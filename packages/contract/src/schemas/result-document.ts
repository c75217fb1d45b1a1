import { MATCH_TYPES } from '@milaan/gst';
import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import { pageOf } from './page.ts';
import { PRINTABLE } from './printable-text.ts';

const matchTypes = `(?:${MATCH_TYPES.join('|')})`;

/** One or several match types with commas between. */
export const MatchTypesSchema = z
  .string()
  .regex(
    new RegExp(`^${matchTypes}(?:,${matchTypes}){0,${MATCH_TYPES.length - 1}}$`),
    `it must be one or several of ${MATCH_TYPES.join(', ')} with commas between`,
  )
  .meta({ description: 'Only results of these match types; several with commas between.', examples: ['MISMATCH'] });

export const SearchSchema = z
  .string()
  .min(1)
  .max(LIMITS.searchLength)
  .regex(PRINTABLE, 'it must not hold control characters')
  .meta({ description: 'Only results with this text in a document number, a GSTIN or a name of a supplier.' });

const side = z.looseObject({ documentId: z.string() }).nullable();

/** A line of the results file, as documented there. */
export const ResultDocumentSchema = z
  .looseObject({
    documentId: z.string(),
    pr: side.meta({ description: 'The document of the purchase register; null when there is none.' }),
    govt: side.meta({ description: 'The document of the statement; null when there is none.' }),
    result: z.looseObject({ matchType: z.enum(MATCH_TYPES) }),
  })
  .meta({ id: 'ResultDocument', description: 'One result: exactly what its line in the results file says.' });

export const ResultDocumentPageSchema = z
  .strictObject({ ...pageOf(ResultDocumentSchema), total: z.int().nonnegative() })
  .meta({ id: 'ResultDocumentPage', description: 'Results in the order of the results file.' });

/** Not checked like other GSTINs: the books may hold one with a slip of the pen, and its results can be asked for. */
export const SupplierGstinSchema = z
  .string()
  .regex(/^[0-9A-Z]{15}$/, 'it must be 15 capital letters and digits')
  .meta({ description: 'Only results of this supplier.', examples: ['27AAPFU0939F1ZV'] });
