/** The form of a file, as the upload URL is asked for. */
export type FileContentType = 'XLSX' | 'XLS' | 'CSV' | 'JSON' | 'ZIP';

/** What a file is for: a purchase register, or a statement downloaded from the GST portal. */
export type TemplateType = 'purchase' | 'gstr2b' | 'gstr2a';

/**
 * A file to upload. A browser's `File` is one already; on Node `await openAsBlob(path)` gives content that is read as
 * it is sent. Content can be read again for a second attempt, which is why a stream is not taken.
 */
export interface UploadContent {
  readonly name: string;
  readonly content: Blob | Uint8Array<ArrayBuffer> | ArrayBuffer | string;
  /** Told from the ending of the name where it is not given. */
  readonly contentType?: FileContentType | undefined;
  /** `purchase` where it is not given; what a file really holds is told from its content. */
  readonly templateType?: TemplateType | undefined;
}

export type UploadFile = UploadContent | File;

/** The media type to send with each form. */
export const MEDIA_TYPES: Readonly<Record<FileContentType, string>> = {
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  XLS: 'application/vnd.ms-excel',
  CSV: 'application/vnd.ms-excel',
  JSON: 'application/json',
  ZIP: 'application/zip',
};

const isContentType = (text: string): text is FileContentType => text in MEDIA_TYPES;

/** @throws {TypeError} when the name does not tell the form and none is given */
export function contentOf(file: UploadFile): Required<UploadContent> & { readonly contentType: FileContentType } {
  const given: UploadContent = 'content' in file ? file : { name: file.name, content: file };
  const ending = /\.(\w+)$/.exec(given.name)?.[1]?.toUpperCase() ?? '';
  const contentType = given.contentType ?? ending;
  if (!isContentType(contentType))
    throw new TypeError(`${given.name}: say its contentType, one of ${Object.keys(MEDIA_TYPES).join(', ')}.`);
  return { name: given.name, content: given.content, contentType, templateType: given.templateType ?? 'purchase' };
}
