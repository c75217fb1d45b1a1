import { type Kysely, type Migration, sql } from 'kysely';

/**
 * The segments that count. Whoever sends bill after bill leaves thousands of merged ones behind, which every ingestion and
 * every workflow would read past.
 */
export const liveSegments: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('segment_live')
      .on('segment')
      .columns(['workspace_id', 'pan', 'sequence'])
      .where(sql<boolean>`retired_at is null`)
      .execute();
  },
  async down(db: Kysely<unknown>) {
    await db.schema.dropIndex('segment_live').execute();
  },
};
