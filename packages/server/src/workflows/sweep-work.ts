import { problem } from '@milaan/contract';
import { listOpenIngestions } from '../state/ingestions.ts';
import { listOpenWorkflows } from '../state/workflows.ts';
import { isActive } from './dbos-engine.ts';
import { stateOfWork } from './engine-records.ts';
import { failIngestion } from './steps/end-ingestion.ts';
import { fail } from './steps/end-workflow.ts';
import type { Startable, WorkStarter } from './work-starter.ts';
import type { WorkflowParts } from './workflow-parts.ts';

/** Younger rows are being started by whoever accepted them. */
const LEAST_AGE_MS = 5000;
const ROWS_AT_ONCE = 500;

function listOpen({ state, clock }: WorkflowParts, kind: Startable): Promise<readonly string[]> {
  const range = { createdBefore: new Date(clock.nowMs() - LEAST_AGE_MS), limit: ROWS_AT_ONCE };
  return kind === 'workflow' ? listOpenWorkflows(state.db, range) : listOpenIngestions(state.db, range);
}

/** Work that is over without having ended its row can only be a defect of ours; nobody must wait for it for ever. */
const giveUp = (parts: WorkflowParts, kind: Startable, id: string) =>
  kind === 'workflow'
    ? fail(parts, id, problem('internal_error'))
    : failIngestion(parts, id, problem('internal_error'));

async function sweepKind(parts: WorkflowParts, starter: WorkStarter, kind: Startable): Promise<void> {
  const idle = (await listOpen(parts, kind)).filter((id) => !isActive(id) && !starter.isWaiting(id));
  if (idle.length === 0) return;
  const states = await stateOfWork(idle);
  // Those that are over have ended meanwhile, unless they are still open now.
  const open = new Set(await listOpen(parts, kind));
  for (const id of idle) {
    if (states.get(id) === 'unknown') starter.start(kind, id);
    else if (states.get(id) === 'over' && open.has(id)) await giveUp(parts, kind, id);
  }
}

/** Begins whatever was accepted and the engine does not know: a crash came between the commit and the start. */
export async function sweepWork(parts: WorkflowParts, starter: WorkStarter): Promise<void> {
  await sweepKind(parts, starter, 'workflow');
  await sweepKind(parts, starter, 'ingestion');
}
