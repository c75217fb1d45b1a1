import * as z from 'zod';
import { EVERY_OPERATION, WITH_STORAGE } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

/** The URL is the permission: no token. With a store of its own addresses (S3) the URLs lead there, and not here. */
export const downloadFile = defineOperation({
  operationId: 'downloadFile',
  method: 'GET',
  path: '/integration/v1/files/{fileKey}',
  summary: 'Download a file',
  description:
    'The bytes of a result file or an error file, whole, under the URL that a workflow or an ingestion named.',
  isServed: true,
  auth: 'signedUrl',
  scope: null,
  isKeyed: false,
  // One segment: the slashes of a key are written as tildes.
  pathParams: z.strictObject({ fileKey: z.string() }),
  // Whatever is missing or altered makes the signature wrong, which is one answer for all: file_url_invalid.
  query: z.strictObject({
    expires: z.string().optional(),
    name: z.string().optional(),
    type: z.string().optional(),
    signature: z.string().optional(),
  }),
  headers: null,
  body: null,
  success: {
    200: {
      description: 'The file.',
      body: null,
      mediaType: '*/*',
      headers: ['content-disposition', 'content-length'],
    },
  },
  codes: [
    ...EVERY_OPERATION,
    ...WITH_STORAGE,
    'parameter_invalid',
    'database_unavailable',
    'resource_missing',
    'file_url_expired',
    'file_url_invalid',
  ],
});
