import * as z from 'zod';
import { LIMITS } from '../../limits.ts';
import { UploadSchema } from '../../schemas/upload.ts';
import { EVERY_OPERATION, WITH_STORAGE } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** The URL is the permission: no token. */
export const uploadFile = defineOperation({
  operationId: 'uploadFile',
  method: 'PUT',
  path: '/integration/v1/upload/{uploadId}',
  summary: 'Upload a file',
  description:
    'Puts a file where the upload URL says, in place of what was there. It is not read yet: a workflow or an ingestion does that. It may take an hour, as long as something comes every 30 seconds.',
  isServed: true,
  auth: 'signedUrl',
  scope: null,
  isKeyed: false,
  pathParams: z.strictObject({ uploadId: z.string() }),
  // Whatever is missing or altered makes the signature wrong, which is one answer for all: upload_url_invalid.
  query: z.strictObject({ expires: z.string().optional(), signature: z.string().optional() }),
  headers: null,
  body: {
    // Connectors differ in what they say; what a file is is told from its content.
    mediaTypes: ['*/*'],
    schema: null,
    rules: [],
    limitBytes: LIMITS.uploadBytes,
  },
  success: { 200: { description: 'The file is there.', body: UploadSchema, headers: [] } },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_STORAGE,
    'parameter_invalid',
    'database_unavailable',
    'parameter_missing',
    'body_too_large',
    'upload_url_expired',
    'upload_url_invalid',
  ],
});
