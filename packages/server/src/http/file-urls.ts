import { LIMITS } from '@milaan/contract';
import type { StoredFileError } from '../state/tables/ingestion-tables.ts';
import type { ServerContext } from './server-context.ts';

/** A signed URL of an object, made anew each time a resource is read. */
export function fileUrl(
  { store, clock }: Pick<ServerContext, 'store' | 'clock'>,
  key: string,
  { fileName, contentType }: { readonly fileName: string; readonly contentType: string },
): Promise<string> {
  return store.downloadUrl(key, { expiresAt: new Date(clock.nowMs() + LIMITS.fileUrlMs), fileName, contentType });
}

/** `purchases.xlsx` gives `purchases-errors.csv`. */
const errorFileName = (inputFileName: string): string => `${inputFileName.replace(/\.[^.]{1,5}$/, '')}-errors.csv`;

/** A file that was wholly or partly refused, with the list of its refused rows. */
export async function showFileError(
  server: Pick<ServerContext, 'store' | 'clock'>,
  { inputFileName, status, errorObjectKey }: StoredFileError,
): Promise<{ inputFileName: string; status: string; errorFileUrl: string | null }> {
  const named = { fileName: errorFileName(inputFileName), contentType: 'text/csv' };
  const errorFileUrl = errorObjectKey === null ? null : await fileUrl(server, errorObjectKey, named);
  return { inputFileName, status, errorFileUrl };
}
