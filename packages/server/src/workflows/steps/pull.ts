import { problem } from '@milaan/contract';
import { countOf } from '@milaan/gst';
import { listHeldDeletions } from '../../state/held-deletions.ts';
import { listHeldSegments } from '../../state/segments.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { changeWorkflow, readWorkflow } from '../../state/workflows.ts';
import { endOfDayInIndia } from '../india-time.ts';
import { type MissingReturn, missingReturns } from '../missing-periods.ts';
import { returnsToAskAgain } from '../returns-to-ask-again.ts';
import { sideOf } from '../segments-to-read.ts';
import { WorkflowFailure } from '../workflow-failure.ts';
import type { GovtDataSource, WorkflowParts } from '../workflow-parts.ts';
import { askAgain } from './ask-again.ts';
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

/** What is held of a PAN as of the day that the workflow asks for, and what of it the workflow wants. */
async function readHeld(
  { state: { db } }: Pick<WorkflowParts, 'state'>,
  { workspaceId, pan, reconType, args }: Pick<Workflow, 'workspaceId' | 'pan' | 'reconType' | 'args'>,
) {
  const of = { workspaceId, pan, asOf: args.asOf === null ? null : endOfDayInIndia(args.asOf) };
  const { gstins, pullReturnPeriodStart: from, pullReturnPeriodEnd: to } = args;
  return {
    held: await listHeldSegments(db, of),
    deletions: await listHeldDeletions(db, of),
    wanted: { gstins, from, to, side: sideOf(reconType) },
  };
}

/** The statements of the pull range that are not held, as of the day that the workflow asks for. */
export async function findMissing(
  parts: Pick<WorkflowParts, 'state'>,
  workflow: Pick<Workflow, 'workspaceId' | 'pan' | 'reconType' | 'args'>,
): Promise<readonly MissingReturn[]> {
  const { held, deletions, wanted } = await readHeld(parts, workflow);
  return missingReturns(held, deletions, wanted);
}

/**
 * Makes sure that the government data of the pull range is there: what is not held comes from the provider, if there is
 * one, and what the provider brought some time ago is asked for again. A workflow for a past day sees what was held then,
 * so nothing is brought for it.
 * @returns sentences for the report on what could not be brought anew
 * @throws WorkflowFailure `govt_data_missing`, or what the provider says
 */
export async function pull(parts: WorkflowParts, workflowId: string, signal: AbortSignal): Promise<readonly string[]> {
  const { state, clock, govtData } = parts;
  const workflow = await readWorkflow(state.db, workflowId);
  if (workflow.endedAt !== null) return [];
  await changeWorkflow(state.db, workflowId, new Date(clock.nowMs()), { status: 'WORKFLOW_PULLING', progress: null });
  const source = workflow.args.asOf === null ? govtData : null;
  let missing = await findMissing(parts, workflow);
  if (missing.length > 0 && source !== null) {
    await bringStatements(parts, workflow, missing, source, signal);
    await commitFilesOf(parts, workflowId);
    missing = await findMissing(parts, workflow);
  }
  if (missing.length > 0 && !workflow.args.allowMissingPeriods) {
    throw new WorkflowFailure(govtDataMissing(missing, workflow.reconType));
  }
  return source === null ? [] : pullAgain(parts, workflow, source, signal);
}

async function pullAgain(
  parts: WorkflowParts,
  workflow: Workflow,
  source: GovtDataSource,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { held, deletions, wanted } = await readHeld(parts, workflow);
  const returns = returnsToAskAgain(held, deletions, wanted, new Date(parts.clock.nowMs()));
  if (returns.length === 0) return [];
  const notes = await askAgain(parts, workflow, returns, source, signal);
  await commitFilesOf(parts, workflow.id);
  return notes;
}
