import type { Kysely, Migration } from 'kysely';

/** How many of a workspace's places each node has, so that the nodes together keep one limit. */
export const placesOfNodes: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('place_lease')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('node_id', 'text', (column) => column.notNull())
      .addColumn('places', 'integer', (column) => column.notNull())
      .addColumn('expires_at_ms', 'double precision', (column) => column.notNull())
      .addPrimaryKeyConstraint('place_lease_pkey', ['workspace_id', 'node_id'])
      .execute();
  },
  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('place_lease').execute();
  },
};
