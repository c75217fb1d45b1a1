import type * as z from 'zod';
import { IngestionMessageSchema, WorkflowMessageSchema } from '../schemas/webhook-message.ts';
import type { SchemaCollector } from './json-schemas.ts';

const text = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** The headers of Standard Webhooks. */
const HEADERS = [
  text('webhook-id', 'The same for each delivery of one message.'),
  text('webhook-timestamp', 'When this delivery was sent, in seconds since 1970.'),
  text('webhook-signature', '`v1,` and the base64 of HMAC-SHA256 over id, timestamp and body, with dots between.'),
];

const messageOf = (summary: string, schema: z.ZodType, { schemaOf }: SchemaCollector) => ({
  post: {
    summary,
    parameters: HEADERS,
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(schema) } } },
    responses: { '2XX': { description: 'It was accepted. Any other answer, or none, has it sent again.' } },
  },
});

/** What this server sends to webhooks. */
export const webhooksOf = (schemas: SchemaCollector) => ({
  workflow: messageOf('A workflow has ended', WorkflowMessageSchema, schemas),
  ingestion: messageOf('An ingestion of its own has ended', IngestionMessageSchema, schemas),
});
