import type { AuditAction } from '@milaan/contract';
import type { Selectable } from 'kysely';
import type { JsonColumn } from './json-column.ts';

export interface AuditEntryTable {
  id: string;
  workspaceId: string;
  at: Date;
  action: AuditAction;
  /** Null for what the server did by itself. */
  clientId: string | null;
  requestId: string | null;
  subjectId: string | null;
  facts: JsonColumn<Readonly<Record<string, unknown>>>;
}

export type StoredAuditEntry = Selectable<AuditEntryTable>;

export interface AuditTables {
  auditEntry: AuditEntryTable;
}
