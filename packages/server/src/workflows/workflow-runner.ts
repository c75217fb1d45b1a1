/** What can be started by its row. */
export type WorkKind = 'workflow' | 'ingestion' | 'delivery';

/** Makes what was accepted run. The rows are the truth: a start that is lost is found again by the sweeper. */
export interface WorkflowRunner {
  /** After commit: makes sure that what the row says runs. Idempotent, and never fails: the sweeper tries again. */
  start(kind: WorkKind, id: string): void;
  /** After the row was ended: stops whatever runs for it on this node; the others see the row. */
  cancel(workflowId: string): Promise<void>;
  /** Takes nothing new; what runs may finish within `withinMs`, the rest is done by the next node or the next start. */
  drain(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** For servers that accept but do not run, such as most tests. */
export const NO_WORKFLOWS: WorkflowRunner = {
  start: () => {},
  cancel: async () => {},
  drain: async () => {},
  close: async () => {},
};
