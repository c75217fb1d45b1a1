import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { UploadFile } from '@milaan/client';
import { UsageError } from '../failure/usage-error.ts';

const SAYS_ITS_FORM = /\.(?:xlsx|xls|csv|json|zip)$/i;

/** It throws, and does not reject, where it cannot open a file. */
async function openedBlob(path: string): Promise<Blob> {
  try {
    return await openAsBlob(path);
  } catch {
    throw new UsageError(`${path} cannot be read.`);
  }
}

/** A file to be uploaded, read as it is sent. @throws UsageError when there is none that can be read */
export async function openUpload(path: string): Promise<UploadFile> {
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() === true) throw new UsageError(`${path} is a folder.`, 'Name the files in it.');
  const content = await openedBlob(path);
  const named = { name: basename(path), content };
  // A server tells by the content what a file is; some form has to be said, and registers end in .txt and .tsv too.
  return SAYS_ITS_FORM.test(path) ? named : { ...named, contentType: 'CSV' };
}
