import { type Kysely, type Migration, sql } from 'kysely';

/** Who may call, what they were promised once, and what they have set. */
export const identityAndLimits: Migration = {
  // A migration must not follow the tables' types: those describe the newest schema, this one stays as it is.
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('workspace')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('client')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('mode', 'text', (column) => column.notNull().check(sql`mode in ('live', 'sandbox')`))
      .addColumn('pans', 'jsonb')
      .addColumn('scopes', 'jsonb')
      .addColumn('secret_hash', 'bytea', (column) => column.notNull().check(sql`octet_length(secret_hash) = 32`))
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('revoked_at', 'timestamptz')
      .execute();
    await db.schema.createIndex('client_workspace').on('client').column('workspace_id').execute();
    await db.schema
      .createTable('access_token')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('client_id', 'text', (column) => column.notNull().references('client.id'))
      .addColumn('secret_hash', 'bytea', (column) => column.notNull().check(sql`octet_length(secret_hash) = 32`))
      .addColumn('issued_at', 'timestamptz', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz')
      .addColumn('revoked_at', 'timestamptz')
      .execute();
    // At most one token of a client is good; the index makes that the database's promise.
    await db.schema
      .createIndex('access_token_in_force')
      .unique()
      .on('access_token')
      .column('client_id')
      .where(sql<boolean>`revoked_at is null`)
      .execute();
    await db.schema
      .createTable('token_day')
      .addColumn('client_id', 'text', (column) => column.notNull().references('client.id'))
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('issued', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('token_day_pkey', ['client_id', 'day'])
      .execute();
    await db.schema
      .createTable('workspace_config')
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('pan', 'text', (column) => column.notNull())
      .addColumn('document', 'jsonb', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('workspace_config_pkey', ['workspace_id', 'pan'])
      .execute();
    await db.schema
      .createTable('idempotency_record')
      .addColumn('workspace_id', 'text', (column) => column.notNull().references('workspace.id'))
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('status', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('headers', 'jsonb', (column) => column.notNull())
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('idempotency_record_pkey', ['workspace_id', 'key'])
      .execute();
    await db.schema.createIndex('idempotency_record_age').on('idempotency_record').column('created_at').execute();
    await db.schema
      .createTable('rate_bucket')
      .addColumn('token_id', 'text', (column) => column.primaryKey())
      .addColumn('level', 'double precision', (column) => column.notNull())
      .addColumn('filled_at_ms', 'double precision', (column) => column.notNull())
      .addColumn('is_taken', 'boolean', (column) => column.notNull())
      .execute();
  },
  async down(db: Kysely<unknown>) {
    for (const table of [
      'rate_bucket',
      'idempotency_record',
      'workspace_config',
      'token_day',
      'access_token',
      'client',
      'workspace',
    ]) {
      await db.schema.dropTable(table).execute();
    }
  },
};
