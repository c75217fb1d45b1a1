import { listHeldDeletions } from '../../state/held-deletions.ts';
import { listReadFiles } from '../../state/read-files.ts';
import { listHeldSegments } from '../../state/segments.ts';
import type { Segment } from '../../state/tables/ingestion-tables.ts';
import type { Workflow, WorkflowSnapshot } from '../../state/tables/workflow-tables.ts';
import { changeWorkflow, readWorkflow, recordSnapshot } from '../../state/workflows.ts';
import { dateInIndia, endOfDayInIndia } from '../india-time.ts';
import { periodsBetween } from '../missing-periods.ts';
import { passedOverNotes } from '../passed-over-notes.ts';
import { reportFactsOf } from '../report-facts.ts';
import { newestReturns, sideOf } from '../segments-to-read.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

/**
 * Writes down exactly what this run reads: all books of the PAN, and of each return of the pull range the newest. The notes
 * are what the report is to say besides.
 */
export async function takeSnapshot(
  parts: WorkflowParts,
  workflowId: string,
  /** A run that an older version began has none. */
  notes?: readonly string[] | null,
): Promise<void> {
  const { state, clock } = parts;
  await state.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const workflow = await readWorkflow(transaction, workflowId);
      if (workflow.endedAt !== null || workflow.snapshot !== null) return;
      const { workspaceId, pan, args, createdAt } = workflow;
      const of = { workspaceId, pan, asOf: args.asOf === null ? null : endOfDayInIndia(args.asOf) };
      const held = await listHeldSegments(transaction, of);
      const deletions = await listHeldDeletions(transaction, of);
      const segments = segmentsOf(workflow, held, deletions);
      const chosen = new Set(segments.map(({ id }) => id));
      const files = await listReadFiles(transaction, of, deletions);
      const toKnow = [...(notes ?? []), ...passedOverNotes(segments, held, files)];
      const snapshot: WorkflowSnapshot = {
        segments: segments.map(({ id, side, objectKey, sequence, documents }) => ({
          id,
          side,
          objectKey,
          sequence,
          documents,
        })),
        deletions: deletions.map(({ side, ownGstin, returnPeriod, sequence }) => ({
          side,
          ownGstin,
          returnPeriod,
          sequence,
        })),
        asOf: args.asOf ?? dateInIndia(createdAt),
        report: reportFactsOf(workflow, files, chosen, deletions, toKnow),
      };
      await recordSnapshot(transaction, workflowId, snapshot);
      await changeWorkflow(transaction, workflowId, new Date(clock.nowMs()), {
        status: 'WORKFLOW_RECONCILING',
        progress: null,
      });
    });
}

function segmentsOf(
  { args, reconType }: Workflow,
  held: readonly Segment[],
  deletions: Parameters<typeof newestReturns>[2],
): readonly Segment[] {
  const { gstins } = args;
  const isWanted = ({ ownGstin }: Segment) => gstins === null || gstins.includes(ownGstin);
  const books = held.filter((segment) => segment.side === 'BOOKS' && isWanted(segment));
  const side = sideOf(reconType);
  if (side === null) return books;
  const periods = new Set(periodsBetween(args.pullReturnPeriodStart, args.pullReturnPeriodEnd));
  const returns = newestReturns(held, side, deletions).filter(
    (segment) => isWanted(segment) && segment.returnPeriod !== null && periods.has(segment.returnPeriod),
  );
  return [...books, ...returns];
}
