import { auditInsertion, type NewAuditEntry } from './audit-entries.ts';
import { recordInsertion } from './idempotency-records.ts';
import type { StateDatabase } from './open-state.ts';
import type { NewIdempotencyRecord } from './tables.ts';

/** Writes what tells later of an effect, in its transaction: the entries of the audit log and the record of its key. */
export async function writeDown(
  transaction: StateDatabase,
  entries: readonly NewAuditEntry[],
  record: NewIdempotencyRecord | null,
): Promise<void> {
  if (entries.length === 0) {
    if (record !== null) await recordInsertion(transaction, record).execute();
  } else if (record === null) {
    await auditInsertion(transaction, entries).execute();
  } else {
    // One statement for both: a request waits for each.
    const auditing = transaction.with('audited', (db) => auditInsertion(db, entries));
    await recordInsertion(auditing, record).execute();
  }
}
