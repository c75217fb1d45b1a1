import type { Kysely, Migration } from 'kysely';

/** What became of requests, many in one row. Nothing refers to a workspace: what is written must never be refused. */
export const workspaceRequests: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('request_block')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('window_start', 'timestamptz', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('entries', 'bytea', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('request_block_pkey', ['workspace_id', 'window_start', 'id'])
      .execute();
    await db.schema.createIndex('request_block_age').on('request_block').column('created_at').execute();
  },
  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('request_block').execute();
  },
};
