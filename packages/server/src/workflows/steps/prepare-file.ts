import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS } from '@milaan/contract';
import type { IngestFileOutput, JobProgress } from '../../jobs/job-contracts.ts';
import type { JobOptions } from '../../jobs/job-lane.ts';
import { keepPrepared, readIngestion } from '../../state/ingestions.ts';
import type { Ingestion, PreparedIngestion, PreparedSegment } from '../../state/tables/ingestion-tables.ts';
import { ObjectMissing } from '../../storage/storage-failure.ts';
import { createFileProgress } from '../file-progress.ts';
import { rejectedKey, segmentIdOf, segmentKey } from '../object-keys.ts';
import { failWith } from '../workflow-failure.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

/**
 * Reads one uploaded file: its segments and the list of its refused rows are in the store afterwards, and the ingestion
 * knows them, but nothing counts yet.
 * @throws JobRefused when the file cannot be read
 */
export async function prepareFile(parts: WorkflowParts, ingestionId: string, signal: AbortSignal): Promise<void> {
  const { state, clock, workFolder } = parts;
  const ingestion = await readIngestion(state.db, ingestionId);
  if (ingestion.endedAt !== null || ingestion.prepared !== null) return;
  const progress = await createFileProgress(parts, ingestion);
  const prepared = await workFolder.use((folder) => prepare(parts, ingestion, folder, signal, progress.onProgress));
  requireAllowedPans(prepared, ingestion);
  await keepPrepared(state.db, ingestionId, prepared, new Date(clock.nowMs()));
  await progress.end();
}

async function prepare(
  parts: WorkflowParts,
  ingestion: Ingestion,
  folder: string,
  signal: AbortSignal,
  onProgress: (progress: JobProgress) => void,
): Promise<PreparedIngestion> {
  const path = join(folder, 'input');
  await fetchInput(parts, ingestion, ingestion.sourceObjectKey, path, signal);
  const file = { path, outFolder: folder, expects: null };
  return storeRead(parts, ingestion, await readLocalFile(parts, ingestion, file, { signal, onProgress }));
}

interface FileToRead {
  readonly path: string;
  /** The job's own. */
  readonly outFolder: string;
  /** What it must be; null: whatever its content says. */
  readonly expects: 'PORTAL' | null;
}

/** Reads a local file into segments in its folder. @throws JobRefused when it cannot be read */
export const readLocalFile = (
  { jobs }: WorkflowParts,
  { fileName, args: { gstins, pan } }: Pick<Ingestion, 'fileName' | 'args'>,
  file: FileToRead,
  options: JobOptions,
): Promise<IngestFileOutput> => jobs.run('ingestFile', { ...file, fileName, gstins, pan, ...jobs.budget }, options);

/** Puts what came of a file into the store. */
export async function storeRead(
  parts: WorkflowParts,
  { id, workspaceId, fileName }: Pick<Ingestion, 'id' | 'workspaceId' | 'fileName'>,
  output: IngestFileOutput,
): Promise<PreparedIngestion> {
  const { store } = parts;
  const segments = await storeSegments(parts, { id, workspaceId }, output);
  const { rejectedRows, rejectedPath } = output;
  const errorObjectKey = rejectedPath === null ? null : rejectedKey(workspaceId, id);
  const status = output.stats.some(({ validRows }) => validRows > 0) ? 'PARTIAL' : 'FAILED';
  if (rejectedPath !== null && errorObjectKey !== null) await store.putFile(errorObjectKey, rejectedPath);
  return {
    side: output.side,
    segments,
    stats: output.stats,
    fileError: rejectedRows === 0 ? null : { inputFileName: fileName, status, errorObjectKey, rejectedRows },
    warnings: output.warnings,
  };
}

async function fetchInput(
  { store }: WorkflowParts,
  { fileName }: Ingestion,
  key: string | null,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  if (key === null) throw new Error('An ingestion of a file has no file.');
  // A presigned URL of S3 cannot bound what is put there.
  if (((await store.head(key))?.sizeBytes ?? 0) > LIMITS.uploadBytes) {
    const reason = `it is larger than ${LIMITS.uploadBytes} bytes`;
    throw failWith('file_unreadable', { metadata: { param: fileName, reason } });
  }
  try {
    await store.getFile(key, path, signal);
  } catch (error) {
    // It was there when it was accepted: somebody has deleted it in the store since.
    if (error instanceof ObjectMissing) throw failWith('file_not_uploaded', { metadata: { param: fileName } });
    throw error;
  }
}

/** One after the other: a store is not helped by many at once, and a file of one registration has one segment. */
async function storeSegments(
  { store }: WorkflowParts,
  { id, workspaceId }: Pick<Ingestion, 'id' | 'workspaceId'>,
  { segments }: IngestFileOutput,
): Promise<readonly PreparedSegment[]> {
  const stored: PreparedSegment[] = [];
  for (const [part, { path, ...segment }] of segments.entries()) {
    const segmentId = segmentIdOf(id, part);
    const objectKey = segmentKey(workspaceId, segmentId);
    const { size: sizeBytes } = await stat(path);
    await store.putFile(objectKey, path);
    stored.push({ ...segment, id: segmentId, part, sizeBytes, objectKey });
  }
  return stored;
}

/** A client that may act for some PANs only must not bring in documents of others. */
function requireAllowedPans({ segments }: PreparedIngestion, { args, fileName }: Ingestion): void {
  const { allowedPans } = args;
  if (allowedPans === null) return;
  const foreign = segments.find(({ ownGstin }) => !allowedPans.includes(ownGstin.slice(2, 12)));
  if (foreign === undefined) return;
  const pan = foreign.ownGstin.slice(2, 12);
  throw failWith('scope_insufficient', { param: fileName, metadata: { missing: `the PAN ${pan}`, pan } });
}
