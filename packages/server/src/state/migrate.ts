import { type Kysely, type Migration, type MigrationProvider, Migrator, sql } from 'kysely';
import { identityAndLimits } from './migrations/2026-11-22-identity-and-limits.ts';
import { ingestion } from './migrations/2026-11-22-ingestion.ts';
import { logOfActions } from './migrations/2026-11-22-log-of-actions.ts';
import { placesOfNodes } from './migrations/2026-11-22-places-of-nodes.ts';
import { settings } from './migrations/2026-11-22-settings.ts';
import { upload } from './migrations/2026-11-22-upload.ts';
import { webhook } from './migrations/2026-11-22-webhook.ts';
import { workflow } from './migrations/2026-11-22-workflow.ts';
import { workspaceRequests } from './migrations/2026-11-22-workspace-requests.ts';
import { liveSegments } from './migrations/2026-11-23-live-segments.ts';
import { pulledStatements } from './migrations/2026-11-23-pulled-statements.ts';

/** In the order of their names, which begin with their day; a name is never changed once it has been released. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '2026-11-22-identity-and-limits': identityAndLimits,
  '2026-11-22-ingestion': ingestion,
  '2026-11-22-log-of-actions': logOfActions,
  '2026-11-22-places-of-nodes': placesOfNodes,
  '2026-11-22-settings': settings,
  '2026-11-22-upload': upload,
  '2026-11-22-webhook': webhook,
  '2026-11-22-workflow': workflow,
  '2026-11-22-workspace-requests': workspaceRequests,
  '2026-11-23-live-segments': liveSegments,
  '2026-11-23-pulled-statements': pulledStatements,
};

const provider: MigrationProvider = { getMigrations: async () => ({ ...MIGRATIONS }) };

/**
 * Brings the schema to the newest version; does nothing when it is there already. Several nodes may call it at once:
 * the migrator takes a lock in the database.
 * @throws what the database said, with the schema left as it was.
 */
export async function migrate<T>(db: Kysely<T>, schema: string): Promise<readonly string[]> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
  // The migrator takes a database of any shape; it uses the dialect only.
  const dialect = db.withoutPlugins().withSchema(schema);
  const migrator = new Migrator({ db: dialect, provider, migrationTableSchema: schema });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map((result) => result.migrationName);
}
