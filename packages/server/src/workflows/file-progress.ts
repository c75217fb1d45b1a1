import type { JobProgress } from '../jobs/job-contracts.ts';
import { countFilesRead, tellFilesRead } from '../state/files-read.ts';
import type { Ingestion } from '../state/tables/ingestion-tables.ts';
import { createProgressWriter, type ProgressParts } from './progress-writer.ts';

/** How far a workflow is with its files, while one of them is read. */
export interface FileProgress {
  onProgress(progress: JobProgress): void;
  /** After the file was read. */
  end(): Promise<void>;
}

const OF_NOBODY: FileProgress = { onProgress: () => {}, end: async () => {} };

/** Tells the bytes of a file that is the only one of its workflow; of several, which are read side by side, how many are done. */
export async function createFileProgress(
  parts: ProgressParts,
  { workflowId }: Pick<Ingestion, 'workflowId'>,
): Promise<FileProgress> {
  if (workflowId === null) return OF_NOBODY;
  const { db } = parts.state;
  if ((await countFilesRead(db, workflowId)).total === 1) return createProgressWriter(parts, workflowId);
  const end = async () =>
    tellFilesRead(db, workflowId, await countFilesRead(db, workflowId), new Date(parts.clock.nowMs()));
  return { onProgress: () => {}, end };
}
