import type { AuditAction } from '@milaan/contract';
import type { StateDatabase } from './open-state.ts';
import type { StoredAuditEntry } from './tables/audit-tables.ts';

export interface NewAuditEntry {
  readonly id: string;
  readonly workspaceId: string;
  readonly at: Date;
  readonly action: AuditAction;
  /** Null for what the server did by itself. */
  readonly clientId: string | null;
  readonly requestId: string | null;
  /** What it was done to: an id, a PAN, a GSTIN. */
  readonly subjectId: string | null;
  /** Never a secret, never a figure of a taxpayer. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export const rowOfEntry = (entry: NewAuditEntry) => ({ ...entry, facts: JSON.stringify(entry.facts) });

export interface AuditFilter {
  readonly workspaceId: string;
  readonly since: Date | null;
  /** Only those before this id: the newest come first. */
  readonly before: string | null;
  readonly limit: number;
}

export interface ListedAuditEntry extends StoredAuditEntry {
  readonly clientName: string | null;
}

/** Entries, newest first, with the names of those who did it. */
export async function listAuditEntries(db: StateDatabase, filter: AuditFilter): Promise<readonly ListedAuditEntry[]> {
  const { workspaceId, since, before, limit } = filter;
  let query = db
    .selectFrom('auditEntry')
    .leftJoin('client', 'client.id', 'auditEntry.clientId')
    .selectAll('auditEntry')
    .select('client.name as clientName')
    .where('auditEntry.workspaceId', '=', workspaceId);
  if (since !== null) query = query.where('auditEntry.at', '>=', since);
  if (before !== null) query = query.where('auditEntry.id', '<', before);
  return query.orderBy('auditEntry.id', 'desc').limit(limit).execute();
}
