import type { Caller } from '../../auth/caller.ts';
import type { StateDatabase } from '../../state/open-state.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { findWorkflow } from '../../state/workflows.ts';

/** The workflow if the caller may know of it: one of another workspace or PAN is as unknown as one that never was. */
export async function findOwnWorkflow(
  db: StateDatabase,
  { workspaceId, pans }: Caller,
  id: string,
): Promise<Workflow | undefined> {
  const workflow = await findWorkflow(db, { workspaceId, id });
  return workflow !== undefined && (pans === null || pans.includes(workflow.pan)) ? workflow : undefined;
}
