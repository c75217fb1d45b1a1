import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { IngestFileOutput } from '../../jobs/job-contracts.ts';
import { JobRefused } from '../../jobs/job-failures.ts';
import { createdIngestion, hasIngestion, insertIngestions } from '../../state/ingestions.ts';
import type { Segment } from '../../state/tables/ingestion-tables.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import type { MissingReturn } from '../missing-periods.ts';
import { ownIngestionIdOf } from '../object-keys.ts';
import { sideOf } from '../segments-to-read.ts';
import { failWith } from '../workflow-failure.ts';
import type { GovtDataSource, WorkflowParts } from '../workflow-parts.ts';
import { readLocalFile, storeRead } from './prepare-file.ts';

/** What an asking came to. `emptied`: there are no documents any more where there were some, and nothing was kept. */
export type Fetched = 'brought' | 'unchanged' | 'emptied' | 'notThere';

export interface StatementToFetch extends MissingReturn {
  /** Of the ingestion, among those of the workflow. */
  readonly place: number;
  /** What the provider said last; null when nothing is held. */
  readonly last: Segment | null;
}

/** Asks for a statement and keeps it, unless it says what is held; nothing of it counts yet. @throws WorkflowFailure */
export async function fetchStatement(
  parts: WorkflowParts,
  { id: workflowId, workspaceId, pan, reconType, createdBy }: Workflow,
  { gstin, period, place, last }: StatementToFetch,
  source: GovtDataSource,
  signal: AbortSignal,
): Promise<Fetched> {
  const { state, clock, workFolder } = parts;
  const side = sideOf(reconType);
  if (gstin === null || side === null) return 'notThere';
  const id = ownIngestionIdOf(workflowId, `${side}/${gstin}/${period}`);
  // What was brought before this step began again is kept.
  if (await hasIngestion(state.db, id)) return 'brought';
  return workFolder.use(async (folder) => {
    const wanted = { workspaceId, gstin, returnPeriod: period, side };
    const [path] = await source.fetch(wanted, folder, signal);
    if (path === undefined) return 'notThere';
    const outFolder = join(folder, 'segments');
    await mkdir(outFolder);
    const row = createdIngestion({
      id,
      workspaceId,
      workflowId,
      place,
      uploadId: null,
      sourceObjectKey: null,
      fileName: `${side}-${gstin}-${period}.json`,
      args: { gstins: [gstin], pan, allowedPans: null, templateId: null },
      createdAt: new Date(clock.nowMs()),
      createdBy,
    });
    const output = await readLocalFile(parts, row, { path, outFolder, expects: 'PORTAL' }, { signal }).catch(
      (error: unknown) => {
        if (!(error instanceof JobRefused)) throw error;
        // No file of the caller's is at fault: the provider's answer is.
        const { reason: refusedBecause } = error;
        throw failWith('upstream_invalid_response', { metadata: { upstream: 'GST provider', refusedBecause } });
      },
    );
    if (last !== null) {
      const held = join(folder, 'held.parquet');
      await parts.store.getFile(last.objectKey, held, signal);
      if (await isSame(output, last, held)) return 'unchanged';
      // Taken for the truth, it would make every supplier a defaulter.
      if (last.documents > 0 && output.segments.every(({ documents }) => documents === 0)) return 'emptied';
    }
    const prepared = await storeRead(parts, row, output);
    await insertIngestions(state.db, [{ ...row, side: prepared.side, prepared }]);
    return 'brought';
  });
}

/** Whether a statement says what is held: the same documents, generated on the same day. */
async function isSame({ segments }: IngestFileOutput, last: Segment, heldPath: string): Promise<boolean> {
  const [segment, ...others] = segments;
  if (segment === undefined || others.length > 0) return false;
  if (segment.documents !== last.documents || segment.generatedOn !== last.generatedOn) return false;
  if ((await stat(segment.path)).size !== last.sizeBytes) return false;
  const [now, before] = await Promise.all([digestOf(segment.path), digestOf(heldPath)]);
  return now === before;
}

async function digestOf(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk);
  return digest.digest('hex');
}
