import { LIMITS } from '@milaan/contract';
import { insertUpload } from '../../state/uploads.ts';
import type { Handler } from '../handler.ts';

/** The key of the object behind an upload. */
export const uploadKey = (workspaceId: string, uploadId: string): string => `uploads/${workspaceId}/${uploadId}`;

/** A place for one file, and the URL that leads to it. */
export const createUploadUrl: Handler<'createUploadUrl'> = async ({ request, caller, db, now }, server) => {
  const id = `upl_${server.createUlid()}`;
  const objectKey = uploadKey(caller.workspaceId, id);
  const expiresAt = new Date(now.getTime() + LIMITS.uploadUrlMs);
  const preSignedS3Url = await server.store.uploadUrl(objectKey, { expiresAt });
  await insertUpload(db, {
    id,
    workspaceId: caller.workspaceId,
    templateType: request.pathParams.templateType,
    contentType: request.headers.fileContentType,
    fileName: request.query.fileName,
    objectKey,
    createdAt: now,
    expiresAt,
  });
  return { status: 200, body: { status: 'CREATED', preSignedS3Url, errorCode: null, errorMessage: null } };
};
