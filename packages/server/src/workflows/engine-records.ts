import { DBOS } from '@dbos-inc/dbos-sdk';
import { BODIES_VERSION } from './bodies.ts';

export type WorkState = 'unknown' | 'under way' | 'over';

/** What DBOS knows of work by its ids. */
export async function stateOfWork(ids: readonly string[]): Promise<ReadonlyMap<string, WorkState>> {
  const found = await DBOS.listWorkflows({ workflowIDs: [...ids], loadInput: false, loadOutput: false });
  const states = new Map<string, WorkState>(ids.map((id) => [id, 'unknown']));
  for (const { workflowID, status } of found) {
    states.set(workflowID, ['PENDING', 'ENQUEUED', 'DELAYED'].includes(status) ? 'under way' : 'over');
  }
  return states;
}

/** Work of one round of forgetting. */
const FORGOTTEN_AT_ONCE = 1000;

/** Forgets work that was begun before a moment and is over; what it did stands in the rows of the state. */
export async function forgetOldWork(before: Date): Promise<void> {
  for (;;) {
    const over = await DBOS.listWorkflows({
      status: ['SUCCESS', 'ERROR', 'CANCELLED'],
      endTime: before.toISOString(),
      limit: FORGOTTEN_AT_ONCE,
      loadInput: false,
      loadOutput: false,
    });
    if (over.length > 0) await DBOS.deleteWorkflows(over.map(({ workflowID }) => workflowID));
    // An hour may have brought more than one round: each attempt of a delivery is work of its own.
    if (over.length < FORGOTTEN_AT_ONCE) return;
  }
}

/** More than all nodes together have under way. */
const MOST_AT_WORK = 10_000;

/** The processes, dead or alive, that have work which is not over. */
export async function executorsAtWork(): Promise<readonly string[]> {
  const pending = await DBOS.listWorkflows({
    status: 'PENDING',
    // What other bodies have begun cannot be taken over here.
    applicationVersion: BODIES_VERSION,
    limit: MOST_AT_WORK,
    loadInput: false,
    loadOutput: false,
  });
  return [...new Set(pending.flatMap(({ executorId }) => executorId ?? []))];
}
