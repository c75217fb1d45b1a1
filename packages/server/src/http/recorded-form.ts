import type { Problem } from '@milaan/contract';
import type { StateDatabase } from '../state/open-state.ts';

/** How an answer that shows a secret is kept beside its idempotency key: without it. */
export interface RecordedForm {
  /** @returns what is kept of a body */
  keep(body: string): string;
  /** @returns the body as it was, or why it cannot be shown again */
  restore(body: string, workspaceId: string, db: StateDatabase): Promise<string | Problem>;
}
