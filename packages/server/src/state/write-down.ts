import { type NewAuditEntry, rowOfEntry } from './audit-entries.ts';
import { insertTogether } from './insert-together.ts';
import type { StateDatabase } from './open-state.ts';
import type { NewIdempotencyRecord } from './tables.ts';

/** What tells later of an effect: entries of the audit log, and the record of the key that it was asked for with. */
export interface Notes {
  readonly entries: readonly NewAuditEntry[];
  readonly record: NewIdempotencyRecord | null;
}

/** The rows of notes, to be inserted with those of their effect. */
export const rowsOfNotes = ({ entries, record }: Notes) => ({
  auditEntry: entries.map(rowOfEntry),
  idempotencyRecord: record === null ? [] : [record],
});

/** Writes notes in the transaction of their effect. */
export const writeDown = (transaction: StateDatabase, notes: Notes): Promise<void> =>
  insertTogether(transaction, rowsOfNotes(notes));
