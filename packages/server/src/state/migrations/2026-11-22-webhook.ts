import { type Kysely, type Migration, sql } from 'kysely';

/** Places that hear of events, and the messages on their way to them. */
export const webhook: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('webhook_endpoint')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('url', 'text', (column) => column.notNull())
      .addColumn('events', 'jsonb', (column) => column.notNull())
      .addColumn('description', 'text')
      .addColumn('secret', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('deleted_at', 'timestamptz')
      .execute();
    await db.schema
      .createIndex('webhook_endpoint_workspace')
      .on('webhook_endpoint')
      .columns(['workspace_id', 'id'])
      .execute();
    await db.schema
      .createTable('webhook_delivery')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('webhook_id', 'text', (column) => column.notNull().references('webhook_endpoint.id'))
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) =>
        column.notNull().check(sql`status in ('PENDING', 'DELIVERED', 'FAILED')`),
      )
      .addColumn('attempts', 'jsonb', (column) => column.notNull())
      .addColumn('attempt_count', 'integer', (column) => column.notNull())
      .addColumn('next_attempt_at', 'timestamptz')
      .addColumn('replay_of', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('ended_at', 'timestamptz')
      .execute();
    await db.schema
      .createIndex('webhook_delivery_webhook')
      .on('webhook_delivery')
      .columns(['webhook_id', 'id'])
      .execute();
    await db.schema
      .createIndex('webhook_delivery_due')
      .on('webhook_delivery')
      .column('next_attempt_at')
      .where(sql<boolean>`next_attempt_at is not null`)
      .execute();
    // One message for an event, however often its cause is worked through.
    await db.schema
      .createIndex('webhook_delivery_event')
      .unique()
      .on('webhook_delivery')
      .columns(['webhook_id', 'event', 'subject_id'])
      .where(sql<boolean>`replay_of is null`)
      .execute();
  },
  async down(db: Kysely<unknown>) {
    for (const table of ['webhook_delivery', 'webhook_endpoint']) await db.schema.dropTable(table).execute();
  },
};
