import * as z from 'zod';

const ULID = '[0-9A-HJKMNP-TV-Z]{26}';

const idSchema = (prefix: string, what: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_${ULID}$`), `it must be the id of ${what}, ${prefix}_ and 26 characters`)
    .meta({ examples: [`${prefix}_01K5QZ3V9T8R7M6N5P4Q3S2T1V`] });

/** `req_` and a ULID: one request, found under this id in the log. */
export const RequestIdSchema = idSchema('req', 'a request');
/** `wf_` and a ULID. */
export const WorkflowIdSchema = idSchema('wf', 'a workflow');
/** `act_` and a ULID. */
export const ActivityIdSchema = idSchema('act', 'an ingestion');
/** `seg_` and a ULID: documents that were taken in together and are held. */
export const SegmentIdSchema = idSchema('seg', 'held documents');
/** `whe_` and a ULID. */
export const WebhookIdSchema = idSchema('whe', 'a webhook');
/** `whd_` and a ULID. */
export const DeliveryIdSchema = idSchema('whd', 'a delivery of a webhook');
/** `aud_` and a ULID. */
export const AuditEntryIdSchema = idSchema('aud', 'an entry of the audit log');
