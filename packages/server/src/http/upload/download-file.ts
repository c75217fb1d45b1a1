import { Readable } from 'node:stream';
import { problemsOf } from '@milaan/contract';
import { contentDisposition } from '../../storage/content-disposition.ts';
import { keyOfSegment } from '../../storage/object-key.ts';
import { ObjectMissing } from '../../storage/storage-failure.ts';
import type { Handler } from '../handler.ts';

const refuse = problemsOf<'downloadFile'>();

const OF_NOBODY = '';

/** A file as bytes, under the name and the type that its URL was signed for. */
export const downloadFile: Handler<'downloadFile'> = async ({ request, now }, { store, urls }) => {
  const key = keyOfSegment(request.pathParams.fileKey);
  const { expires = OF_NOBODY, name = OF_NOBODY, type = OF_NOBODY, signature = OF_NOBODY } = request.query;
  if (key === null) return refuse('file_url_invalid');
  const permission = { use: 'download', key, expires, fileName: name, contentType: type } as const;
  const verdict = await urls.judge(permission, signature, now.getTime());
  if (verdict === 'invalid') return refuse('file_url_invalid');
  if (verdict !== 'valid') {
    return refuse('file_url_expired', { metadata: { expiredAt: verdict.expiredAt.toISOString() } });
  }
  const missing = () => refuse('resource_missing', { metadata: { param: 'fileKey' } });
  const object = await store.head(key);
  if (object === null) return missing();
  try {
    const stream = await store.read(key);
    return {
      status: 200,
      // Node's own type of a web stream leaves the kind of its chunks open; a file's are bytes.
      body: Readable.toWeb(stream) as ReadableStream<Uint8Array>,
      mediaType: type,
      headers: { 'content-disposition': contentDisposition(name), 'content-length': String(object.sizeBytes) },
    };
  } catch (error) {
    if (error instanceof ObjectMissing) return missing();
    throw error;
  }
};
