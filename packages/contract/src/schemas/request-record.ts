import * as z from 'zod';
import { ERROR_CODES } from '../errors/registry.ts';
import { isStatus, STATUSES } from '../errors/statuses.ts';
import { LIMITS } from '../limits.ts';
import { RequestIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';

const code = z.enum(ERROR_CODES);
const status = z.literal(Object.keys(STATUSES).map(Number).filter(isStatus));

/** Where a fault was, without what was there: a sentence about it could quote a value. */
export const RecordedFaultSchema = z
  .strictObject({
    code,
    pointer: z.string().nullable().meta({ description: 'JSON Pointer (RFC 6901) into the body, or null.' }),
    param: z.string().nullable().meta({ description: 'Name of the parameter at fault.' }),
  })
  .meta({ id: 'RecordedFault', description: 'One fault of a request, without its values.' });

/** What is kept of a request: never a body, a header's secret, a path or a query as they were sent. */
export const RequestRecordSchema = z
  .strictObject({
    requestId: RequestIdSchema,
    receivedAt: InstantSchema,
    durationMs: z.number().nonnegative().meta({ description: 'From its arrival until its answer began.' }),
    method: z.string(),
    operationId: z.string().nullable().meta({ description: 'Null where no operation was found.' }),
    path: z
      .string()
      .nullable()
      .meta({
        description: 'The path of the operation with its parameters by name, never as it was sent.',
        examples: ['/integration/v1/maxItc/workflow/{workflowId}'],
      }),
    status,
    code: code.nullable().meta({ description: 'Null where the request worked; so are the four members after it.' }),
    title: z.string().nullable(),
    type: z.url().nullable().meta({ description: 'The documentation page of the code.' }),
    retryable: z.boolean().nullable(),
    retryAfterMs: z.int().positive().nullable(),
    errors: z
      .array(RecordedFaultSchema)
      .max(LIMITS.faults)
      .meta({ description: 'The parameters and fields at fault.' }),
    callerRequestId: z.string().nullable().meta({ description: 'The `X-Request-Id` that came with it.' }),
    clientId: z.string().nullable().meta({ description: 'The client that sent it.' }),
    isSimulated: z.boolean().meta({ description: 'Whether `x-milaan-simulate` ordered the answer or its delay.' }),
    originalRequest: RequestIdSchema.nullable().meta({
      description: 'The request whose answer was given again, because both had one `Idempotency-Key`.',
    }),
  })
  .meta({ id: 'RequestRecord', description: 'What happened to one request.' });

export type RequestRecord = z.output<typeof RequestRecordSchema>;
export type RecordedFault = z.output<typeof RecordedFaultSchema>;
