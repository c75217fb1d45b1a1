import * as z from 'zod';
import { AuditEntryIdSchema, RequestIdSchema } from './ids.ts';
import { InstantSchema } from './instant.ts';
import { pageOf } from './page.ts';

/** What is written down: everything that changes what a workspace holds, decides or tells. */
export const AUDIT_ACTIONS = [
  'config.set',
  'settings.set',
  'workflow.triggered',
  'workflow.cancelled',
  'workflow.completed',
  'workflow.failed',
  'ingestion.created',
  'ingestion.completed',
  'ingestion.failed',
  'heldData.deleted',
  'webhook.created',
  'webhook.deleted',
  'webhookDelivery.replayed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AuditEntrySchema = z
  .strictObject({
    auditEntryId: AuditEntryIdSchema,
    at: InstantSchema,
    action: z.enum(AUDIT_ACTIONS),
    clientId: z.string().nullable().meta({ description: 'Who did it; null for what the server did by itself.' }),
    clientName: z.string().nullable(),
    requestId: RequestIdSchema.nullable().meta({ description: 'The request that did it, as the log knows it.' }),
    subjectId: z.string().nullable().meta({ description: 'What it was done to: an id, a PAN, a GSTIN.' }),
    facts: z.record(z.string(), z.unknown()).meta({ description: 'What else there is to know. Never a figure.' }),
  })
  .meta({ id: 'AuditEntry', description: 'One thing that was done.' });

export type AuditEntry = z.output<typeof AuditEntrySchema>;

export const AuditPageSchema = z
  .strictObject(pageOf(AuditEntrySchema))
  .meta({ id: 'AuditPage', description: 'What was done, the newest first.' });
