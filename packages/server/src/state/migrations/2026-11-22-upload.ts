import { type Kysely, type Migration, sql } from 'kysely';

/** Places for files that were asked for, and the keys that sign the URLs of those places. */
export const upload: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('upload')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('template_type', 'text', (column) => column.notNull())
      .addColumn('content_type', 'text', (column) => column.notNull())
      .addColumn('file_name', 'text', (column) => column.notNull())
      .addColumn('object_key', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('upload_age').on('upload').column('created_at').execute();
    await db.schema
      .createTable('signing_key')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('secret', 'bytea', (column) => column.notNull().check(sql`octet_length(secret) = 32`))
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('retired_at', 'timestamptz')
      .execute();
    // At most one key is in force; the index makes that the database's promise.
    await db.schema
      .createIndex('signing_key_in_force')
      .unique()
      .on('signing_key')
      .expression(sql`(retired_at is null)`)
      .where(sql<boolean>`retired_at is null`)
      .execute();
  },
  async down(db: Kysely<unknown>) {
    for (const table of ['signing_key', 'upload']) await db.schema.dropTable(table).execute();
  },
};
