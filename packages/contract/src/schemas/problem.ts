import * as z from 'zod';
import { ERROR_CODES, ERRORS } from '../errors/registry.ts';
import { LIMITS } from '../limits.ts';
import { RequestIdSchema } from './ids.ts';

const code = z
  .enum(ERROR_CODES)
  .meta({ id: 'ErrorCode', description: 'A code of the master. Never renamed, never reused.' });
const statuses = [...new Set(Object.values(ERRORS).map((entry) => entry.status))];
const param = z.string().nullable().meta({ description: 'Name of the parameter at fault.' });

/** One fault among several. */
export const FaultSchema = z
  .strictObject({
    code,
    detail: z.string().min(1),
    pointer: z.string().nullable().meta({ description: 'JSON Pointer (RFC 6901) into the body, or null.' }),
    param,
  })
  .meta({ id: 'Fault', description: 'One fault of a request.' });

/** The body of every error answer, its members always in this order. */
export const ProblemSchema = z
  .strictObject({
    type: z.url().meta({ description: 'The documentation page of the code.' }),
    title: z.string().min(1),
    status: z.literal(statuses),
    detail: z.string().min(1).meta({ description: 'For people; it may change. Its variables are in metadata.' }),
    instance: z.string().meta({ description: 'This one occurrence.' }),
    code,
    param,
    errors: z
      .array(FaultSchema)
      .max(LIMITS.faults)
      .meta({ description: 'Every fault of the request; metadata.faultCount is the total.' }),
    metadata: z.record(z.string(), z.unknown()).meta({ description: 'Facts for machines: every variable of detail.' }),
    requestId: RequestIdSchema,
    retryable: z.boolean(),
    retryAfterMs: z.int().positive().nullable(),
  })
  .meta({ id: 'Problem', description: 'A failure (RFC 9457).' });
