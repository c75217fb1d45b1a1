import type { StateDatabase } from './open-state.ts';
import type { Upload } from './tables/upload-tables.ts';

export async function insertUpload(db: StateDatabase, upload: Upload): Promise<void> {
  await db.insertInto('upload').values(upload).execute();
}

/** The upload of a workspace behind an object's key; whether a file was uploaded is for the store to say. */
export async function findUploadByKey(
  db: StateDatabase,
  workspaceId: string,
  objectKey: string,
): Promise<Upload | undefined> {
  return db
    .selectFrom('upload')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('objectKey', '=', objectKey)
    .executeTakeFirst();
}
