import type { StateDatabase } from './open-state.ts';
import type { Upload } from './tables/upload-tables.ts';

export async function insertUpload(db: StateDatabase, upload: Upload): Promise<void> {
  await db.insertInto('upload').values(upload).execute();
}

/** The oldest uploads that were asked for before a moment, at most `limit`. */
export async function listUploadsBefore(
  db: StateDatabase,
  before: Date,
  limit: number,
): Promise<readonly Pick<Upload, 'id' | 'objectKey'>[]> {
  return db
    .selectFrom('upload')
    .select(['id', 'objectKey'])
    .where('createdAt', '<', before)
    .orderBy('createdAt')
    .limit(limit)
    .execute();
}

export async function deleteUpload(db: StateDatabase, id: string): Promise<void> {
  await db.deleteFrom('upload').where('id', '=', id).execute();
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
