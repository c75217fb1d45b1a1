import { finishIngestion, listIngestionsOf, readIngestion } from '../../state/ingestions.ts';
import type { StateDatabase } from '../../state/open-state.ts';
import { commitSegments } from '../../state/segments.ts';
import type { Ingestion, PreparedIngestion, StoredFileError } from '../../state/tables/ingestion-tables.ts';
import { changeWorkflow, lockOpenWorkflow } from '../../state/workflows.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

const preparedOf = ({ prepared, id }: Ingestion): PreparedIngestion => {
  if (prepared === null) throw new Error(`The ingestion ${id} counts before it was read.`);
  return prepared;
};

/** From the commit on the documents of the file count. */
async function commitFile(transaction: StateDatabase, ingestion: Ingestion, at: Date): Promise<boolean> {
  const { id, workspaceId, sourceObjectKey } = ingestion;
  const { segments, stats, fileError } = preparedOf(ingestion);
  const end = { status: 'ACTIVITY_COMPLETED', stats, fileError, error: null, at } as const;
  // First the end, which only one run of this step can write: the other one adds nothing.
  if (!(await finishIngestion(transaction, id, end))) return false;
  // A step of a workflow made it of what a provider said: no file of a caller.
  const isPulled = sourceObjectKey === null;
  await commitSegments(transaction, { workspaceId, ingestionId: id, segments, at, isPulled });
  return true;
}

/** All files of a workflow at once and in the order of its list, so that the later of two same documents wins. */
export async function commitFilesOf(parts: WorkflowParts, workflowId: string): Promise<void> {
  const at = new Date(parts.clock.nowMs());
  await parts.state.db.transaction().execute(async (transaction) => {
    if (!(await lockOpenWorkflow(transaction, workflowId))) return;
    const ingestions = await listIngestionsOf(transaction, workflowId);
    const fileErrors: StoredFileError[] = [];
    for (const ingestion of ingestions) {
      await commitFile(transaction, ingestion, at);
      const { fileError } = preparedOf(ingestion);
      if (fileError !== null) fileErrors.push(fileError);
    }
    await changeWorkflow(transaction, workflowId, at, { fileErrors });
  });
}

/** A file of its own. @returns deliveries to start */
export async function commitIngestion(parts: WorkflowParts, ingestionId: string): Promise<readonly string[]> {
  const { state, clock, reactions } = parts;
  const at = new Date(clock.nowMs());
  return state.db.transaction().execute(async (transaction) => {
    const ingestion = await readIngestion(transaction, ingestionId);
    if (ingestion.endedAt !== null || !(await commitFile(transaction, ingestion, at))) return [];
    return reactions.onIngestionEnded(transaction, await readIngestion(transaction, ingestionId), at);
  });
}
