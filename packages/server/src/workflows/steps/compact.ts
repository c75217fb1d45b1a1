import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listHeldDeletions } from '../../state/held-deletions.ts';
import { readIngestion } from '../../state/ingestions.ts';
import { listHeldSegments, replaceSegments } from '../../state/segments.ts';
import type { HeldDeletion, Segment } from '../../state/tables/ingestion-tables.ts';
import { readWorkflow } from '../../state/workflows.ts';
import { segmentIdOf, segmentKey } from '../object-keys.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

/** So many live segments of one registration are read without being slower than one. */
const MOST_SEGMENTS = 16;

/**
 * Registrations whose books are being merged here. An ERP that sends bill after bill would begin the same merge with each
 * of them, and only the first could count; whatever comes meanwhile is merged with the next.
 */
const underWay = new Set<string>();

export async function compactAfterIngestion(parts: WorkflowParts, id: string, signal: AbortSignal): Promise<void> {
  const { workspaceId, prepared, endedAt } = await readIngestion(parts.state.db, id);
  if (endedAt === null || prepared === null) return;
  const pans = new Set(prepared.segments.map(({ ownGstin }) => ownGstin.slice(2, 12)));
  for (const pan of pans) await compactPan(parts, workspaceId, pan, signal);
}

export async function compactAfterWorkflow(parts: WorkflowParts, id: string, signal: AbortSignal): Promise<void> {
  const { workspaceId, pan, files } = await readWorkflow(parts.state.db, id);
  if (files.length > 0) await compactPan(parts, workspaceId, pan, signal);
}

/**
 * Merges the books of a registration that lie in too many segments. What they say stays the same, so a failure changes
 * nothing: the next ingestion tries again.
 */
async function compactPan(parts: WorkflowParts, workspaceId: string, pan: string, signal: AbortSignal): Promise<void> {
  try {
    const of = { workspaceId, pan, asOf: null };
    const books = (await listHeldSegments(parts.state.db, of)).filter(({ side }) => side === 'BOOKS');
    const deletions = await listHeldDeletions(parts.state.db, of);
    for (const gstin of new Set(books.map(({ ownGstin }) => ownGstin))) {
      const segments = books.filter(({ ownGstin }) => ownGstin === gstin);
      const name = `${workspaceId}/${gstin}`;
      if (segments.length <= MOST_SEGMENTS || underWay.has(name)) continue;
      underWay.add(name);
      await merge(parts, segments, deletions, signal).finally(() => underWay.delete(name));
    }
  } catch (error) {
    if (signal.aborted) throw error;
    parts.log.onFault(error, null);
  }
}

/** All that are live now, in their order: whatever comes later has a higher sequence and wins over the merged one. */
function merge(
  parts: WorkflowParts,
  segments: readonly Segment[],
  deletions: readonly HeldDeletion[],
  signal: AbortSignal,
): Promise<void> {
  return parts.workFolder.use(async (folder) => {
    const last = segments.at(-1);
    if (last === undefined) return;
    const inputs: { path: string; sequence: number }[] = [];
    for (const { id, objectKey, sequence } of segments) {
      const path = join(folder, `${id}.parquet`);
      await parts.store.getFile(objectKey, path, signal);
      inputs.push({ path, sequence });
    }
    const outPath = join(folder, 'merged.parquet');
    const before = deletions.filter(({ sequence }) => sequence < last.sequence);
    const output = await parts.jobs.run(
      'compact',
      { segments: inputs, deletions: before, outPath, ...parts.jobs.budget },
      { signal },
    );
    const id = segmentIdOf(last.id, segments.length);
    const objectKey = segmentKey(last.workspaceId, id);
    const { size: sizeBytes } = await stat(outPath);
    await parts.store.putFile(objectKey, outPath);
    const merged = { ...last, ...output, id, objectKey, sizeBytes, ingestionId: null, part: 0 };
    const at = new Date(parts.clock.nowMs());
    await parts.state.db.transaction().execute((transaction) => replaceSegments(transaction, segments, merged, at));
  });
}
