import * as z from 'zod';
import { LIMITS } from '../limits.ts';
import { PRINTABLE } from './printable-text.ts';

/** What a file is for: a purchase register, or a statement downloaded from the GST portal. */
export const TemplateTypeSchema = z.enum(['purchase', 'gstr2b', 'gstr2a']);

const FILE_CONTENT_TYPES = ['XLSX', 'XLS', 'CSV', 'JSON', 'ZIP'] as const;
export type FileContentType = (typeof FILE_CONTENT_TYPES)[number];

/** What some connectors say in place of the form. */
const MEDIA_TYPES: Readonly<Record<string, FileContentType>> = {
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.ms-excel': 'XLS',
  'text/csv': 'CSV',
  'application/json': 'JSON',
  'application/zip': 'ZIP',
};

/** The form of a file, in any case; a media type is understood as well. */
export const FileContentTypeSchema = z
  .string()
  .meta({ description: 'The form of the file.', enum: FILE_CONTENT_TYPES })
  .transform((text, context): FileContentType => {
    // What a media type says besides, such as its charset, is told from the content.
    const said = text.replace(/;.*$/s, '').trim();
    const form = FILE_CONTENT_TYPES.find((type) => type === said.toUpperCase()) ?? MEDIA_TYPES[said.toLowerCase()];
    if (form !== undefined) return form;
    context.addIssue({ code: 'custom', message: `it must be one of ${FILE_CONTENT_TYPES.join(', ')}` });
    return z.NEVER;
  });

export const FileNameSchema = z
  .string()
  .min(1)
  .max(LIMITS.fileNameLength)
  .regex(PRINTABLE, 'it must not hold control characters')
  .meta({ description: 'Name of the file as its owner knows it.', examples: ['purchases-october.xlsx'] });

/** An upload URL as given out, with or without its query string. */
export const FileUrlSchema = z.url('it must be an upload URL of this server').max(4096);

export const UploadUrlSchema = z
  .strictObject({
    status: z.literal('CREATED'),
    preSignedS3Url: z
      .url()
      .meta({ description: 'Where to PUT the file, valid for ten minutes. The URL is the permission.' }),
    errorCode: z.null(),
    errorMessage: z.null(),
  })
  .meta({ id: 'UploadUrl', description: 'A place for one file.' });

export const UploadSchema = z
  .strictObject({ status: z.literal('UPLOADED'), sizeBytes: z.int().nonnegative() })
  .meta({ id: 'Upload', description: 'A file that is completely there.' });

/** A file that was uploaded before. */
export const UploadedFileSchema = z.strictObject({ s3FileUrl: FileUrlSchema, userFileName: FileNameSchema });

/** A file that had faults, and where the list of them is. */
export const FileErrorSchema = z.strictObject({
  inputFileName: z.string(),
  status: z.string(),
  errorFileUrl: z.url().nullable(),
});
