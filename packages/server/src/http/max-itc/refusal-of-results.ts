import { type Problem, problem } from '@milaan/contract';
import type { Workflow } from '../../state/tables/workflow-tables.ts';

/** Why a workflow has no results to show; null when it has. */
export function refusalOfResults({
  id,
  status,
  error,
}: Workflow): Problem<'workflow_not_finished' | 'workflow_cancelled' | 'workflow_failed'> | null {
  const of = { param: 'workflowId', metadata: { workflowId: id } } as const;
  if (status === 'WORKFLOW_COMPLETED') return null;
  if (status !== 'WORKFLOW_FAILED') return problem('workflow_not_finished', of);
  if (error?.code === 'workflow_cancelled') return problem('workflow_cancelled', of);
  // What it failed of is told here, too, so that nobody must ask twice.
  const { code = 'internal_error', detail = '' } = error ?? {};
  return problem('workflow_failed', { ...of, metadata: { workflowId: id, reason: code, reasonDetail: detail } });
}
