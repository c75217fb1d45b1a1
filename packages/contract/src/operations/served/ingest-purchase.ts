import * as z from 'zod';
import { LIMITS } from '../../limits.ts';
import { GstinSchema } from '../../schemas/gst-values.ts';
import { ActivityIdSchema } from '../../schemas/ids.ts';
import {
  IngestedLinesSchema,
  IngestionSchema,
  IngestPurchaseFileSchema,
  IngestPurchaseLinesSchema,
  TenantSchema,
} from '../../schemas/ingestion.ts';
import { WaitSchema } from '../../schemas/wait.ts';
import { EVERY_OPERATION, WITH_IDEMPOTENCY_KEY, WITH_JSON_BODY, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

const ingesting = { isServed: true, auth: 'token' } as const;

export const ingestPurchaseFile = defineOperation({
  ...ingesting,
  operationId: 'ingestPurchaseFile',
  method: 'POST',
  path: '/integration/v1/ingest/file/purchase',
  summary: 'Ingest a purchase register',
  description: 'Takes in a purchase register that was uploaded before. Valid rows are taken, invalid ones reported.',
  scope: 'purchase:write',
  isKeyed: true,
  pathParams: null,
  query: z.strictObject({ tenant: TenantSchema.optional() }),
  headers: null,
  body: {
    mediaTypes: ['application/json'],
    schema: IngestPurchaseFileSchema,
    rules: [],
    limitBytes: LIMITS.bodyBytes,
  },
  success: {
    201: { description: 'The ingestion was created.', body: IngestionSchema, headers: ['location', 'retry-after'] },
  },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_TOKEN,
    ...WITH_JSON_BODY,
    ...WITH_IDEMPOTENCY_KEY,
    ...WITH_STORAGE,
    'gstin_invalid',
    'resource_missing',
    'file_not_uploaded',
    'ingestion_pending',
    'queue_full',
  ],
});

export const getPurchaseIngestion = defineOperation({
  ...ingesting,
  operationId: 'getPurchaseIngestion',
  method: 'GET',
  path: '/integration/v1/ingest/file/purchase/status/{activityId}',
  summary: 'Read an ingestion',
  description: 'How far it is, how many rows were taken, and where the refused ones are listed.',
  scope: 'reconciliation:read',
  isKeyed: false,
  pathParams: z.strictObject({ activityId: ActivityIdSchema }),
  query: z.strictObject({ tenant: TenantSchema.optional(), wait: WaitSchema.optional() }),
  headers: null,
  body: null,
  success: { 200: { description: 'The ingestion.', body: IngestionSchema, headers: ['retry-after'] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, ...WITH_STORAGE, 'resource_missing'],
});

export const ingestPurchaseLines = defineOperation({
  ...ingesting,
  operationId: 'ingestPurchaseLines',
  method: 'POST',
  path: '/integration/v2/ingest/json/purchase',
  summary: 'Ingest purchase lines',
  description: 'Takes in at most 1000 lines at once, all or none: one bad line refuses them all, with a pointer to it.',
  scope: 'purchase:write',
  isKeyed: true,
  pathParams: null,
  query: z.strictObject({ tenant: TenantSchema.optional() }),
  headers: z.object({ 'x-cleartax-gstin': GstinSchema }),
  body: {
    mediaTypes: ['application/json'],
    schema: IngestPurchaseLinesSchema,
    rules: [],
    limitBytes: LIMITS.ingestBodyBytes,
  },
  success: { 200: { description: 'All lines were taken in.', body: IngestedLinesSchema, headers: [] } },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_TOKEN,
    ...WITH_JSON_BODY,
    ...WITH_IDEMPOTENCY_KEY,
    ...WITH_STORAGE,
    'gstin_invalid',
  ],
});
