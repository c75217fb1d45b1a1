import * as z from 'zod';

/** A moment as ISO 8601 in UTC with milliseconds, the form that `Date.prototype.toISOString` gives. */
export const InstantSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'it must be a moment in UTC such as 2026-10-31T18:30:00.000Z')
  .meta({ description: 'A moment, ISO 8601 in UTC.', examples: ['2026-10-31T18:30:00.000Z'] });
