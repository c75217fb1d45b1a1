import * as z from 'zod';
import { ERROR_CODES } from '../errors/registry.ts';
import { isStatus, STATUSES } from '../errors/statuses.ts';
import { ProblemSchema } from './problem.ts';

const status = z.literal(Object.keys(STATUSES).map(Number).filter(isStatus));

/** The whole master, as `GET /integration/v1/errorCodes` answers it. */
export const ErrorMasterSchema = z
  .strictObject({
    statuses: z.array(
      z.strictObject({
        status,
        name: z.string(),
        when: z.string(),
        side: z.enum(['success', 'caller', 'server']),
        retry: z.string(),
      }),
    ),
    codes: z.array(
      z.strictObject({
        code: z.enum(ERROR_CODES),
        status,
        title: z.string(),
        retryable: z.boolean(),
        hasRetryAfter: z.boolean(),
        doc: z.string(),
        docsUrl: z.url(),
        example: ProblemSchema,
      }),
    ),
  })
  .meta({ id: 'ErrorMaster', description: 'Every status and every code that this API can answer with.' });

export type ErrorMaster = z.output<typeof ErrorMasterSchema>;
