import type { Kysely, Migration } from 'kysely';

/** How the workflows of a workspace reconcile. */
export const settings: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('workspace_settings')
      .addColumn('workspace_id', 'text', (column) => column.primaryKey().references('workspace.id'))
      .addColumn('document', 'jsonb', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .execute();
  },
  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('workspace_settings').execute();
  },
};
