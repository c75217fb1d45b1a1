import type { Kysely, Migration } from 'kysely';

/** What this migration knows of the tables; those of the newest schema may differ. */
interface Tables {
  segment: { asked_at: Date | null; created_at: Date; ingestion_id: string | null; side: string };
  ingestion: { id: string; source_object_key: string | null };
}

/** When a GST provider last said what a statement says: it may say something else later. */
export const pulledStatements: Migration = {
  async up(db: Kysely<Tables>) {
    await db.schema.alterTable('segment').addColumn('asked_at', 'timestamptz').execute();
    await db
      .updateTable('segment')
      .from('ingestion')
      .set(({ ref }) => ({ asked_at: ref('segment.created_at') }))
      .whereRef('ingestion.id', '=', 'segment.ingestion_id')
      .where('ingestion.source_object_key', 'is', null)
      .where('segment.side', '<>', 'BOOKS')
      .execute();
  },
  async down(db: Kysely<Tables>) {
    await db.schema.alterTable('segment').dropColumn('asked_at').execute();
  },
};
