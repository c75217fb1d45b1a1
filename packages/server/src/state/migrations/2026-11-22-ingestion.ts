import { type Kysely, type Migration, sql } from 'kysely';

const SIDES = sql`side in ('BOOKS', 'GSTR_2B', 'GSTR_2A')`;

/** Files taken in, the immutable segments that came of them, and what of those was deleted. */
export const ingestion: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('ingestion')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('workflow_id', 'text')
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('upload_id', 'text')
      .addColumn('source_object_key', 'text')
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('args', 'jsonb', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('side', 'text', (column) => column.check(sql`side in ('BOOKS', 'PORTAL')`))
      .addColumn('prepared', 'jsonb')
      .addColumn('stats', 'jsonb', (column) => column.notNull())
      .addColumn('file_error', 'jsonb')
      .addColumn('error', 'jsonb')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('ended_at', 'timestamptz')
      .addColumn('created_by', 'text')
      .execute();
    await db.schema.createIndex('ingestion_workspace').on('ingestion').columns(['workspace_id', 'id']).execute();
    await db.schema.createIndex('ingestion_workflow').on('ingestion').column('workflow_id').execute();
    await db.schema
      .createIndex('ingestion_open')
      .on('ingestion')
      .column('id')
      .where(sql<boolean>`ended_at is null`)
      .execute();
    // The row of a workspace is also the lock under which its segments and deletions get their order.
    await db.schema
      .createTable('held_sequence')
      .addColumn('workspace_id', 'text', (column) => column.primaryKey().references('workspace.id'))
      .addColumn('last', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('segment')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('ingestion_id', 'text', (column) => column.references('ingestion.id'))
      .addColumn('part', 'integer', (column) => column.notNull())
      .addColumn('side', 'text', (column) => column.notNull().check(SIDES))
      .addColumn('pan', 'text', (column) => column.notNull())
      .addColumn('own_gstin', 'text', (column) => column.notNull())
      .addColumn('return_period', 'text')
      .addColumn('generated_on', 'text')
      .addColumn('first_period', 'text')
      .addColumn('last_period', 'text')
      .addColumn('documents', 'integer', (column) => column.notNull())
      .addColumn('size_bytes', 'double precision', (column) => column.notNull())
      .addColumn('object_key', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('retired_at', 'timestamptz')
      .addUniqueConstraint('segment_part', ['ingestion_id', 'part'])
      .execute();
    await db.schema
      .createIndex('segment_held')
      .on('segment')
      .columns(['workspace_id', 'pan', 'side', 'own_gstin', 'return_period'])
      .execute();
    await db.schema
      .createTable('held_deletion')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('side', 'text', (column) => column.notNull().check(SIDES))
      .addColumn('pan', 'text', (column) => column.notNull())
      .addColumn('own_gstin', 'text', (column) => column.notNull())
      .addColumn('return_period', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('held_deletion_pan').on('held_deletion').columns(['workspace_id', 'pan']).execute();
  },
  async down(db: Kysely<unknown>) {
    for (const table of ['held_deletion', 'segment', 'held_sequence', 'ingestion']) {
      await db.schema.dropTable(table).execute();
    }
  },
};
