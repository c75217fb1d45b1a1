import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { changeWorkflow } from '../../state/workflows.ts';
import type { MissingReturn } from '../missing-periods.ts';
import type { GovtDataSource, WorkflowParts } from '../workflow-parts.ts';
import { fetchStatement } from './fetch-statement.ts';

/** Statements asked for at the same time: providers count requests, and sessions of the portal are slow. */
export const ASKED_AT_ONCE = 4;
/** Behind every file of the list, so that what the government says now is the last word. */
export const FIRST_PLACE = 1_000_000;

/** Brings what the provider has of the missing statements; nothing of it counts yet. What was brought before is kept. */
export async function bringStatements(
  parts: WorkflowParts,
  workflow: Workflow,
  missing: readonly MissingReturn[],
  source: GovtDataSource,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...missing.entries()];
  // The first failure ends the others: what they would bring has nobody who waits for it.
  const giveUp = new AbortController();
  const either = AbortSignal.any([signal, giveUp.signal]);
  let done = 0;
  const bringAll = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, wanted] = next;
      either.throwIfAborted();
      await fetchStatement(parts, workflow, { ...wanted, place: FIRST_PLACE + index, last: null }, source, either);
      const progress = { done: ++done, total: missing.length, unit: 'statements' };
      await changeWorkflow(parts.state.db, workflow.id, new Date(parts.clock.nowMs()), { progress });
    }
  };
  const endings = await Promise.allSettled(
    Array.from({ length: ASKED_AT_ONCE }, () =>
      bringAll().catch((error: unknown) => {
        giveUp.abort(error);
        throw error;
      }),
    ),
  );
  const failed = endings.find((ending) => ending.status === 'rejected');
  if (failed !== undefined) throw giveUp.signal.aborted ? giveUp.signal.reason : failed.reason;
}
