import type { AuditAction } from '@milaan/contract';
import type { Caller } from '../../auth/caller.ts';
import type { NewAuditEntry } from '../../state/audit-entries.ts';
import type { ServerContext } from '../server-context.ts';

/** What a handler knows of the request that it serves. */
interface ActingRequest {
  readonly caller: Caller;
  readonly now: Date;
  readonly requestId: string;
}

type Done = readonly [
  server: Pick<ServerContext, 'createUlid'>,
  action: AuditAction,
  subjectId: string | null,
  /** Never a secret, never a taxpayer's figure. */
  facts?: Readonly<Record<string, unknown>>,
];

/** What a caller did, for the audit log. */
export const entryOf = (
  { caller, now, requestId }: ActingRequest,
  ...[{ createUlid }, action, subjectId, facts = {}]: Done
): NewAuditEntry => ({
  id: `aud_${createUlid()}`,
  workspaceId: caller.workspaceId,
  at: now,
  action,
  clientId: caller.clientId,
  requestId,
  subjectId,
  facts,
});

/** Writes down what a caller did, with its effect. */
export const recordAction = (
  acting: ActingRequest & { readonly audit: (entry: NewAuditEntry) => void },
  ...done: Done
): void => acting.audit(entryOf(acting, ...done));
