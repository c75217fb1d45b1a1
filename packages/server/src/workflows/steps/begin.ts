import { markIngestionQueued } from '../../state/ingestions.ts';
import { changeWorkflow, readWorkflow } from '../../state/workflows.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

/** @returns the ingestions of its files in their order, or null when it has ended already */
export async function beginWorkflow(parts: WorkflowParts, id: string): Promise<readonly string[] | null> {
  const { files, endedAt, status } = await readWorkflow(parts.state.db, id);
  if (endedAt !== null) return null;
  if (files.length > 0 && status === 'WORKFLOW_CREATED') {
    await changeWorkflow(parts.state.db, id, new Date(parts.clock.nowMs()), { status: 'WORKFLOW_INGESTING' });
  }
  return files.map(({ ingestionId }) => ingestionId);
}

export const beginIngestion = (parts: WorkflowParts, id: string): Promise<void> =>
  markIngestionQueued(parts.state.db, id, new Date(parts.clock.nowMs()));
