import { type Kysely, type Migration, sql } from 'kysely';

/** Reconciliations, and the nodes that run them. */
export const workflow: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('workflow')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('pan', 'text', (column) => column.notNull())
      .addColumn('recon_type', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('args', 'jsonb', (column) => column.notNull())
      .addColumn('files', 'jsonb', (column) => column.notNull())
      .addColumn('snapshot', 'jsonb')
      .addColumn('progress', 'jsonb')
      .addColumn('file_errors', 'jsonb', (column) => column.notNull())
      .addColumn('error', 'jsonb')
      .addColumn('summary', 'jsonb')
      .addColumn('result_keys', 'jsonb')
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('ended_at', 'timestamptz')
      .addColumn('created_by', 'text', (column) => column.notNull())
      .execute();
    // One pending workflow for a PAN and a reconciliation type is the database's promise.
    await db.schema
      .createIndex('workflow_pending')
      .unique()
      .on('workflow')
      .columns(['workspace_id', 'pan', 'recon_type'])
      .where(sql<boolean>`ended_at is null`)
      .execute();
    await db.schema.createIndex('workflow_workspace').on('workflow').columns(['workspace_id', 'id']).execute();
    await db.schema
      .createTable('node')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('host', 'text', (column) => column.notNull())
      .addColumn('pid', 'integer', (column) => column.notNull())
      .addColumn('started_at', 'timestamptz', (column) => column.notNull())
      .addColumn('last_seen_at', 'timestamptz', (column) => column.notNull())
      .execute();
  },
  async down(db: Kysely<unknown>) {
    for (const table of ['node', 'workflow']) await db.schema.dropTable(table).execute();
  },
};
