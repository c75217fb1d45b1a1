import type { AuditAction } from '@milaan/contract';
import type { Caller } from '../../auth/caller.ts';
import type { NewAuditEntry } from '../../state/audit-entries.ts';
import type { ServerContext } from '../server-context.ts';

/** What a handler knows of the request that it serves. */
interface ActingRequest {
  readonly caller: Caller;
  readonly audit: (entry: NewAuditEntry) => void;
  readonly now: Date;
  readonly requestId: string;
}

/** Writes down what a caller did, with its effect. Facts never hold a secret or a taxpayer's figure. */
export const recordAction = (
  { caller, audit, now, requestId }: ActingRequest,
  { createUlid }: Pick<ServerContext, 'createUlid'>,
  action: AuditAction,
  subjectId: string | null,
  facts: Readonly<Record<string, unknown>> = {},
): void =>
  audit({
    id: `aud_${createUlid()}`,
    workspaceId: caller.workspaceId,
    at: now,
    action,
    clientId: caller.clientId,
    requestId,
    subjectId,
    facts,
  });
