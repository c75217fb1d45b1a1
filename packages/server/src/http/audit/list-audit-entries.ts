import { type AuditEntry, pageSizeOf, problemsOf } from '@milaan/contract';
import { requireAllPans } from '../../auth/scope.ts';
import { type ListedAuditEntry, listAuditEntries as listEntries } from '../../state/audit-entries.ts';
import type { Handler } from '../handler.ts';
import { FOREIGN_CURSOR, oneMoreThan, pageFrom, placeOf } from '../page-cursor.ts';

const refuse = problemsOf<'listAuditEntries'>();
const ENTRY_ID = /^aud_[0-9A-HJKMNP-TV-Z]{26}$/;

const show = (entry: ListedAuditEntry): AuditEntry => ({
  auditEntryId: entry.id,
  at: entry.at.toISOString(),
  action: entry.action,
  clientId: entry.clientId,
  clientName: entry.clientName,
  requestId: entry.requestId,
  subjectId: entry.subjectId,
  facts: entry.facts,
});

/** Who changed what in the workspace, the newest first. */
export const listAuditEntries: Handler<'listAuditEntries'> = async ({ request, caller, db }) => {
  requireAllPans(caller);
  const { cursor, limit, since } = request.query;
  const before = placeOf(cursor, ENTRY_ID);
  if (before === undefined) return refuse('parameter_invalid', FOREIGN_CURSOR);
  const size = pageSizeOf(limit);
  const entries = await listEntries(db, {
    workspaceId: caller.workspaceId,
    since: since === undefined ? null : new Date(since),
    before,
    limit: oneMoreThan(size),
  });
  return { status: 200, body: pageFrom(entries, size, ({ id }) => id, show) };
};
