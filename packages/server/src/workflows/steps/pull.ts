import { problem } from '@milaan/contract';
import { listHeldDeletions } from '../../state/held-deletions.ts';
import { listHeldSegments } from '../../state/segments.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { changeWorkflow, readWorkflow } from '../../state/workflows.ts';
import { endOfDayInIndia } from '../india-time.ts';
import { type MissingReturn, missingReturns } from '../missing-periods.ts';
import { sideOf } from '../segments-to-read.ts';
import { WorkflowFailure } from '../workflow-failure.ts';
import type { WorkflowParts } from '../workflow-parts.ts';
import { bringStatements } from './bring-statements.ts';
import { commitFilesOf } from './commit-files.ts';

/** Pairs listed in the answer; the count is of all. */
const MOST_LISTED = 100;

/** The failure that says which statements are not there. */
export const govtDataMissing = (missing: readonly MissingReturn[]) =>
  problem('govt_data_missing', {
    param: 'userInputArgs.pullReturnPeriodStart',
    metadata: {
      missingCount: missing.length,
      missing: missing.slice(0, MOST_LISTED).map(({ gstin, period }) => ({ gstin, period })),
    },
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
 * Makes sure that the government data of the pull range is there: what is not held comes from the provider, if there is
 * one. A workflow for a past day sees what was held then, so nothing is brought for it.
 * @throws WorkflowFailure `govt_data_missing`, or what the provider says
 */
export async function pull(parts: WorkflowParts, workflowId: string, signal: AbortSignal): Promise<void> {
  const { state, clock, govtData } = parts;
  const workflow = await readWorkflow(state.db, workflowId);
  if (workflow.endedAt !== null) return;
  await changeWorkflow(state.db, workflowId, new Date(clock.nowMs()), { status: 'WORKFLOW_PULLING', progress: null });
  let missing = await findMissing(parts, workflow);
  if (missing.length > 0 && govtData !== null && workflow.args.asOf === null) {
    await bringStatements(parts, workflow, missing, govtData, signal);
    await commitFilesOf(parts, workflowId);
    missing = await findMissing(parts, workflow);
  }
  if (missing.length > 0 && !workflow.args.allowMissingPeriods) throw new WorkflowFailure(govtDataMissing(missing));
}
