import { problem } from '@milaan/contract';
import { listHeldDeletions } from '../../state/held-deletions.ts';
import { listHeldSegments } from '../../state/segments.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { changeWorkflow, readWorkflow } from '../../state/workflows.ts';
import { endOfDayInIndia } from '../india-time.ts';
import { type MissingReturn, missingReturns } from '../missing-periods.ts';
import { sideOf } from '../segments-to-read.ts';
import { failWith } from '../workflow-failure.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

/** Pairs listed in the answer; the count is of all. */
const MOST_LISTED = 100;

/** What a failure says about the pairs. */
export const missingMetadata = (missing: readonly MissingReturn[]) => ({
  missingCount: missing.length,
  missing: missing.slice(0, MOST_LISTED).map(({ gstin, period }) => ({ gstin, period })),
});

export const govtDataMissing = (missing: readonly MissingReturn[]) =>
  problem('govt_data_missing', {
    param: 'userInputArgs.pullReturnPeriodStart',
    metadata: missingMetadata(missing),
  });

/** The statements of the pull range that are not held, as of the day that the workflow asks for. */
export async function findMissing(
  parts: Pick<WorkflowParts, 'state'>,
  { workspaceId, pan, reconType, args }: Pick<Workflow, 'workspaceId' | 'pan' | 'reconType' | 'args'>,
): Promise<readonly MissingReturn[]> {
  const { db } = parts.state;
  const of = { workspaceId, pan, asOf: args.asOf === null ? null : endOfDayInIndia(args.asOf) };
  const held = await listHeldSegments(db, of);
  const deletions = await listHeldDeletions(db, of);
  return missingReturns(held, deletions, {
    gstins: args.gstins,
    from: args.pullReturnPeriodStart,
    to: args.pullReturnPeriodEnd,
    side: sideOf(reconType),
  });
}

/**
 * Makes sure that the government data of the pull range is there.
 * @throws WorkflowFailure `govt_data_missing`
 */
export async function pull(parts: WorkflowParts, workflowId: string): Promise<void> {
  const workflow = await readWorkflow(parts.state.db, workflowId);
  await changeWorkflow(parts.state.db, workflowId, new Date(parts.clock.nowMs()), {
    status: 'WORKFLOW_PULLING',
    progress: null,
  });
  const missing = await findMissing(parts, workflow);
  if (missing.length === 0 || workflow.args.allowMissingPeriods) return;
  throw failWith('govt_data_missing', {
    param: 'userInputArgs.pullReturnPeriodStart',
    metadata: missingMetadata(missing),
  });
}
