import type { CallClient } from '../call-client.ts';
import { AuthenticationError, ConnectionError } from '../errors/milaan-error.ts';
import type { UploadUrl } from '../generated/contract.ts';
import type { CallOptions } from '../settings/call-options.ts';
import { contentOf, MEDIA_TYPES, type UploadFile } from './upload-content.ts';

/** A file that is there, as a workflow or an ingestion wants it named. */
export interface UploadedFile {
  readonly s3FileUrl: string;
  readonly userFileName: string;
}

/** Half a gigabyte over a slow line. */
const UPLOAD_TIMEOUT_MS = 15 * 60_000;

/** A store says 403 where the contract has 401: the URL is over. */
const isExpired = (error: unknown): boolean =>
  error instanceof AuthenticationError || (error instanceof ConnectionError && error.status === 403);

/** Gets a place for a file and puts it there; with a new place, once, when the first one expires on the way. */
export async function uploadFile(client: CallClient, file: UploadFile, options: CallOptions): Promise<UploadedFile> {
  const { name, content, contentType, templateType } = contentOf(file);
  const patient = {
    ...options,
    attemptTimeoutMs: options.attemptTimeoutMs ?? UPLOAD_TIMEOUT_MS,
    totalTimeoutMs: options.totalTimeoutMs ?? UPLOAD_TIMEOUT_MS * 2,
  };
  const put = async (): Promise<UploadedFile> => {
    const input = { templateType, fileName: name, fileContentType: contentType };
    const { body } = await client.call('createUploadUrl', input, options);
    const { preSignedS3Url: url } = body as UploadUrl; // what the contract says of this call
    const headers = new Headers({ 'content-type': MEDIA_TYPES[contentType] });
    await client.sendToUrl({ method: 'PUT', url, headers, body: content, wants: 'nothing' }, 'uploadFile', patient);
    return { s3FileUrl: url, userFileName: name };
  };
  return put().catch((error: unknown) => {
    if (!isExpired(error)) throw error;
    return put();
  });
}
