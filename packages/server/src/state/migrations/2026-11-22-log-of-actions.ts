import type { Kysely, Migration } from 'kysely';

/** Who did what and when: only ever added to. */
export const logOfActions: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('audit_entry')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('at', 'timestamptz', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('client_id', 'text', (column) => column.references('client.id'))
      .addColumn('request_id', 'text')
      .addColumn('subject_id', 'text')
      .addColumn('facts', 'jsonb', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('audit_entry_workspace').on('audit_entry').columns(['workspace_id', 'id']).execute();
  },
  async down(db: Kysely<unknown>) {
    await db.schema.dropTable('audit_entry').execute();
  },
};
