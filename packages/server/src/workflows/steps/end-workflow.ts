import { type Problem, problem } from '@milaan/contract';
import { discardIngestionsOf, listIngestionsOf } from '../../state/ingestions.ts';
import type { StateDatabase } from '../../state/open-state.ts';
import type { Ingestion, StoredFileError } from '../../state/tables/ingestion-tables.ts';
import { finishWorkflow, readWorkflow, type WorkflowEnd } from '../../state/workflows.ts';
import { recordOf } from '../workflow-failure.ts';
import type { EndReactions, WorkflowParts } from '../workflow-parts.ts';
import type { Reconciled } from './reconcile.ts';

/** How a workflow ends; what was wrong with its files is told by their own rows. */
export type Ending = Omit<WorkflowEnd, 'fileErrors'>;

/**
 * Ends a workflow with whatever follows from it, in a transaction. Whoever comes second changes nothing.
 * @returns deliveries to start after the commit
 */
export async function endWorkflow(
  transaction: StateDatabase,
  reactions: EndReactions,
  workflowId: string,
  end: Ending,
): Promise<readonly string[]> {
  const ingestions = await listIngestionsOf(transaction, workflowId);
  const fileErrors = ingestions.flatMap(fileErrorsOf);
  if (!(await finishWorkflow(transaction, workflowId, { ...end, fileErrors }))) return [];
  await discardIngestionsOf(transaction, workflowId, end.error, end.at);
  return reactions.onWorkflowEnded(transaction, await readWorkflow(transaction, workflowId), end.at);
}

/** What is wrong with a file. Nothing counts of one that was read and then not taken in with the others. */
function fileErrorsOf({ fileError, prepared, endedAt }: Ingestion): readonly StoredFileError[] {
  if (fileError !== null) return [fileError];
  const found = prepared?.fileError ?? null;
  if (found === null) return [];
  return [endedAt === null ? { ...found, status: 'FAILED' } : found];
}

const inTransaction = (parts: WorkflowParts, workflowId: string, end: Omit<Ending, 'at'>) =>
  parts.state.db
    .transaction()
    .execute((transaction) =>
      endWorkflow(transaction, parts.reactions, workflowId, { ...end, at: new Date(parts.clock.nowMs()) }),
    );

/** The results count from the commit on. */
export const complete = (parts: WorkflowParts, workflowId: string, { resultKeys, summary }: Reconciled) =>
  inTransaction(parts, workflowId, {
    status: 'WORKFLOW_COMPLETED',
    error: null,
    summary,
    resultKeys,
    progress: null,
  });

export const fail = (parts: WorkflowParts, workflowId: string, failure: Problem) =>
  inTransaction(parts, workflowId, failedEnd(failure));

const failedEnd = (failure: Problem) =>
  ({
    status: 'WORKFLOW_FAILED',
    error: recordOf(failure),
    summary: null,
    resultKeys: null,
    progress: null,
  }) as const;

/** How a cancelled workflow ends. */
export const cancelledEnd = (workflowId: string, at: Date): Ending => ({
  ...failedEnd(problem('workflow_cancelled', { metadata: { workflowId } })),
  at,
});
