import type { Problem } from '@milaan/contract';
import { finishIngestion, readIngestion } from '../../state/ingestions.ts';
import { recordOf } from '../workflow-failure.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

/** Codes that say that the file itself is at fault: its owner can mend it. */
const FILE_FAULTS: ReadonlySet<string> = new Set(['file_unreadable', 'file_not_uploaded', 'scope_insufficient']);

/** Ends an ingestion that took nothing in. @returns deliveries to start */
export async function failIngestion(
  parts: WorkflowParts,
  ingestionId: string,
  failure: Problem,
): Promise<readonly string[]> {
  const { state, clock, reactions } = parts;
  const at = new Date(clock.nowMs());
  return state.db.transaction().execute(async (transaction) => {
    const { fileName, workflowId } = await readIngestion(transaction, ingestionId);
    const isFileFault = FILE_FAULTS.has(failure.code);
    const fileError = isFileFault
      ? ({ inputFileName: fileName, status: 'FAILED', errorObjectKey: null, rejectedRows: 0 } as const)
      : null;
    const status = isFileFault ? 'SYSTEM_FEEDBACK' : 'UNPLANNED_ERROR';
    const end = { status, stats: [], fileError, error: recordOf(failure), at } as const;
    if (!(await finishIngestion(transaction, ingestionId, end))) return [];
    // Its workflow ends with it, and tells of both.
    if (workflowId !== null) return [];
    return reactions.onIngestionEnded(transaction, await readIngestion(transaction, ingestionId), at);
  });
}
