import type { Ingestion, Workflow } from '../generated/contract.ts';

/** Nothing more happens to it. */
export const isWorkflowOver = ({ status }: Pick<Workflow, 'status'>): boolean =>
  status === 'WORKFLOW_COMPLETED' || status === 'WORKFLOW_FAILED';

/** Nothing more happens to it. */
export const isIngestionOver = ({ status }: Pick<Ingestion, 'status'>): boolean =>
  status !== 'ACTIVITY_CREATED' && status !== 'ACTIVITY_QUEUED';
