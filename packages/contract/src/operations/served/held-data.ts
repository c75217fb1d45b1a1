import * as z from 'zod';
import { GstinSchema, PanSchema, ReturnPeriodSchema } from '../../schemas/gst-values.ts';
import { DeletedDataSchema, HeldDataPageSchema, HeldSideSchema } from '../../schemas/held-data.ts';
import { PAGE_QUERY } from '../../schemas/page.ts';
import { EVERY_OPERATION, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

export const listHeldData = defineOperation({
  operationId: 'listHeldData',
  method: 'GET',
  path: '/integration/v1/heldData',
  summary: 'List held data',
  description:
    'What was taken in and is held, of the PANs that the token covers, the newest first. Of a statement that was taken in several times the newest counts; of a purchase document its latest version.',
  isServed: true,
  auth: 'token',
  scope: 'reconciliation:read',
  isKeyed: false,
  pathParams: null,
  query: z.strictObject({
    pan: PanSchema.optional(),
    gstin: GstinSchema.optional(),
    period: ReturnPeriodSchema.optional(),
    side: HeldSideSchema.optional(),
    ...PAGE_QUERY,
  }),
  headers: null,
  body: null,
  success: { 200: { description: 'A page of held data.', body: HeldDataPageSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'gstin_invalid'],
});

/** May be repeated: deleting what is not there changes nothing. */
export const deleteHeldData = defineOperation({
  operationId: 'deleteHeldData',
  method: 'DELETE',
  path: '/integration/v1/heldData/{gstin}/{period}',
  summary: 'Delete held data',
  description:
    'From now on the documents of a registration and a period do not count, on one side or on all. What is taken in later does; what a workflow has read already stays with that workflow.',
  isServed: true,
  auth: 'token',
  scope: 'purchase:write',
  isKeyed: false,
  pathParams: z.strictObject({ gstin: GstinSchema, period: ReturnPeriodSchema }),
  query: z.strictObject({ side: HeldSideSchema.optional() }),
  headers: null,
  body: null,
  success: { 200: { description: 'What was deleted.', body: DeletedDataSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, 'gstin_invalid'],
});
