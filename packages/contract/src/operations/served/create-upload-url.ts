import * as z from 'zod';
import { FileContentTypeSchema, FileNameSchema, TemplateTypeSchema, UploadUrlSchema } from '../../schemas/upload.ts';
import { EVERY_OPERATION, WITH_STORAGE, WITH_TOKEN } from '../code-groups.ts';
import { defineOperation } from '../define-operation.ts';

export const createUploadUrl = defineOperation({
  operationId: 'createUploadUrl',
  method: 'GET',
  path: '/integration/v1/generatePreSign/{templateType}',
  summary: 'Get an upload URL',
  description: 'A URL to which one file can be uploaded within ten minutes, without a token.',
  isServed: true,
  auth: 'token',
  scope: 'purchase:write',
  isKeyed: false,
  pathParams: z.strictObject({ templateType: TemplateTypeSchema }),
  query: z.strictObject({ fileName: FileNameSchema }),
  headers: z.object({ fileContentType: FileContentTypeSchema }),
  body: null,
  success: { 200: { description: 'The URL.', body: UploadUrlSchema, headers: [] } },
  codes: [...EVERY_OPERATION, ...WITH_TOKEN, ...WITH_STORAGE, 'parameter_missing'],
});
