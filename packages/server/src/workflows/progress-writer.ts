import type { JobProgress } from '../jobs/job-contracts.ts';
import { changeWorkflow } from '../state/workflows.ts';
import type { WorkflowParts } from './workflow-parts.ts';

const MIN_INTERVAL_MS = 1000;

export type ProgressParts = Pick<WorkflowParts, 'state' | 'clock'>;

/** Writes the progress of a job to its row, at most once a second. A write that fails is not worth a workflow. */
export function createProgressWriter({ state, clock }: ProgressParts, workflowId: string) {
  let lastMs = Number.NEGATIVE_INFINITY;
  let writing = Promise.resolve();
  return {
    onProgress({ done, total, unit }: JobProgress): void {
      const nowMs = clock.nowMs();
      if (nowMs - lastMs < MIN_INTERVAL_MS) return;
      lastMs = nowMs;
      const progress = { done, total, unit };
      writing = changeWorkflow(state.db, workflowId, new Date(nowMs), { progress }).then(
        () => {},
        () => {},
      );
    },
    /** Resolves when nothing is being written. */
    end: () => writing,
  };
}
