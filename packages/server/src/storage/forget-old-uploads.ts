import type { StateDatabase } from '../state/open-state.ts';
import { deleteUpload, listUploadsBefore } from '../state/uploads.ts';
import type { ObjectStore } from './object-store.ts';

/** What was uploaded is kept for 30 days: what came of it is held elsewhere by then. */
const KEEP_UPLOADS_MS = 30 * 24 * 60 * 60 * 1000;

const AT_ONCE = 1000;

/** Deletes old uploads, the file before the row, so that no file is left without one. @returns how many */
export async function forgetOldUploads(db: StateDatabase, store: ObjectStore, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEEP_UPLOADS_MS);
  for (let count = 0; ; ) {
    const old = await listUploadsBefore(db, before, AT_ONCE);
    for (const { id, objectKey } of old) {
      await store.delete(objectKey);
      await deleteUpload(db, id);
    }
    count += old.length;
    // An hour may have brought more than one round.
    if (old.length < AT_ONCE) return count;
  }
}
