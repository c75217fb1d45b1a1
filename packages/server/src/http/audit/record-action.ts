import type { AuditAction } from '@milaan/contract';
import type { Caller } from '../../auth/caller.ts';
import { insertAuditEntry } from '../../state/audit-entries.ts';
import type { StateDatabase } from '../../state/open-state.ts';
import type { ServerContext } from '../server-context.ts';

/** What a handler knows of the request that it serves. */
interface ActingRequest {
  readonly caller: Caller;
  /** The transaction of the effect. */
  readonly db: StateDatabase;
  readonly now: Date;
  readonly requestId: string;
}

/** Writes down what a caller did, in the transaction of its effect. Facts never hold a secret or a taxpayer's figure. */
export const recordAction = (
  { caller, db, now, requestId }: ActingRequest,
  { createUlid }: Pick<ServerContext, 'createUlid'>,
  action: AuditAction,
  subjectId: string | null,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  insertAuditEntry(db, {
    id: `aud_${createUlid()}`,
    workspaceId: caller.workspaceId,
    at: now,
    action,
    clientId: caller.clientId,
    requestId,
    subjectId,
    facts,
  });
