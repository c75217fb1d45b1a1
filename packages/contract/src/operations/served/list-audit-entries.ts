import * as z from 'zod';
import { AuditPageSchema } from '../../schemas/audit-entry.ts';
import { InstantSchema } from '../../schemas/instant.ts';
import { PAGE_QUERY } from '../../schemas/page.ts';
import { EVERY_OPERATION, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

const since = InstantSchema.refine(
  (text) => !Number.isNaN(Date.parse(text)),
  'it must be a moment of the calendar',
).meta({
  description: 'Only entries of this moment or later.',
});

export const listAuditEntries = defineOperation({
  operationId: 'listAuditEntries',
  method: 'GET',
  path: '/integration/v1/auditLog',
  summary: 'Read the audit log',
  description:
    'Who changed what in the workspace, and when, the newest first. An entry is written together with its effect or not at all. The token must cover all PANs.',
  isServed: true,
  auth: 'token',
  scope: 'audit:read',
  isKeyed: false,
  pathParams: null,
  query: z.strictObject({ since: since.optional(), ...PAGE_QUERY }),
  headers: null,
  body: null,
  success: { 200: { description: 'A page of the log.', body: AuditPageSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN],
});
