import { problemsOf } from '@milaan/contract';
import { keyOfSegment } from '../../storage/object-key.ts';
import type { Handler } from '../handler.ts';

const refuse = problemsOf<'uploadFile'>();

const OF_NOBODY = '';

/** The whole body, once it is sure that there is one: an empty one must not replace a file. */
async function startOf(bytes: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array> | null> {
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return null;
  return (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  })();
}

/** Stores a file as it comes, whole or not at all. The signature of the URL is the permission. */
export const uploadFile: Handler<'uploadFile'> = async ({ request, bytes, now }, { store, urls }) => {
  const key = keyOfSegment(request.pathParams.uploadId);
  const { expires = OF_NOBODY, signature = OF_NOBODY } = request.query;
  if (key === null) return refuse('upload_url_invalid');
  const permission = { use: 'upload', key, expires, fileName: '', contentType: '' } as const;
  const verdict = await urls.judge(permission, signature, now.getTime());
  if (verdict === 'invalid') return refuse('upload_url_invalid');
  if (verdict !== 'valid') {
    return refuse('upload_url_expired', { metadata: { expiredAt: verdict.expiredAt.toISOString() } });
  }
  const body = await startOf(bytes);
  if (body === null) return refuse('parameter_missing', { metadata: { param: 'body' } });
  const { sizeBytes } = await store.put(key, body);
  return { status: 200, body: { status: 'UPLOADED', sizeBytes } };
};
