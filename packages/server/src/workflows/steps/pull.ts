import { problem } from '@milaan/contract';
import { countOf } from '@milaan/gst';
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
/** Pairs named in its sentence. */
const MOST_SAID = 12;

/** What a reconciliation type compares with, as people say it. */
const STATEMENTS: Readonly<Record<Workflow['reconType'], string>> = {
  MAX_ITC_2B_PR: 'GSTR-2B',
  MAX_ITC_2A_PR: 'GSTR-2A',
  MAX_ITC_6A_PR: 'GSTR-6A',
  MAX_ITC_8A_PR: 'GSTR-8A',
};

/** `27ABCDE1234F1Z5 (092026, 102026)`, for so many pairs as can be read in a sentence. */
function pairsOf(missing: readonly MissingReturn[]): string {
  const periods = new Map<string, string[]>();
  for (const { gstin, period } of missing.slice(0, MOST_SAID)) {
    const name = gstin ?? 'every registration (none is known yet)';
    periods.set(name, [...(periods.get(name) ?? []), period]);
  }
  const said = [...periods].map(([name, those]) => `${name} (${those.join(', ')})`).join(', ');
  const more = missing.length - MOST_SAID;
  return more > 0 ? `${said} and ${countOf(more, 'more pair')}` : said;
}

/** The failure that says which statements are not there. */
export const govtDataMissing = (missing: readonly MissingReturn[], reconType: Workflow['reconType']) =>
  problem('govt_data_missing', {
    param: 'userInputArgs.pullReturnPeriodStart',
    metadata: {
      statement: STATEMENTS[reconType],
      pairs: pairsOf(missing),
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
  if (missing.length > 0 && !workflow.args.allowMissingPeriods) {
    throw new WorkflowFailure(govtDataMissing(missing, workflow.reconType));
  }
}
