import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CamelCasePlugin, Kysely, PostgresDialect, WithSchemaPlugin } from 'kysely';
import pg from 'pg';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { withNamedStatements } from './named-statements.ts';
import { type OpenedPool, openPostgres } from './postgres-pools.ts';
import type { StateTables } from './tables.ts';

export type StateDatabase = Kysely<StateTables>;

export interface State {
  readonly db: StateDatabase;
  /** Whether other processes may use the same database: then nothing about it may be remembered here. */
  readonly isShared: boolean;
  /** Connections: at most, in use or idle, and callers waiting for one. */
  readonly pool: () => { readonly max: number; readonly open: number; readonly waiting: number };
  /**
   * Connections for the engine of the workflows, apart from those of the requests where that can be: the embedded
   * database has one for all. Closed with the state.
   */
  enginePool(): pg.Pool;
  close(): Promise<void>;
  /** For a database that hangs while the process is to end: whoever waits for it fails at once, and `close` ends. */
  cutOff(): void;
}

export interface StateSettings {
  /** A Postgres connection string; without it the embedded database in `dataDir` is used. */
  readonly databaseUrl?: string | undefined;
  /** Folder of the embedded database, or `memory://` for one that ends with the process. */
  readonly dataDir: string;
  readonly schema: string;
  readonly poolSize: number;
  /** How long a caller may wait for a connection, and a statement for its end. */
  readonly databaseTimeoutMs: number;
  /** A database as PGlite dumps it, from which a new embedded one begins instead of from nothing. */
  readonly embeddedTemplate?: Blob;
  /** Hears of every statement, without its values. */
  readonly onStatement?: (sql: string) => void;
}

export const DEFAULT_SCHEMA = 'milaan';

/** PGlite is Postgres compiled to WebAssembly: same SQL, one connection, in this process. Loaded only when it is used. */
async function openEmbedded({ dataDir, databaseTimeoutMs, embeddedTemplate }: StateSettings): Promise<OpenedPool> {
  const [{ PGlite }, { createPgConfig }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/node-postgres'),
  ]);
  const isInMemory = dataDir.startsWith('memory://');
  if (!isInMemory) await mkdir(dataDir, { recursive: true });
  const unlock = isInMemory ? () => {} : await lockFolder(dataDir);
  const pglite = await PGlite.create(
    isInMemory ? dataDir : join(dataDir, 'state'),
    embeddedTemplate === undefined ? {} : { loadDataDir: embeddedTemplate },
  );
  // The declared connection lacks members of pg's own that the pool never calls.
  const config = createPgConfig(pglite) as unknown as pg.PoolConfig;
  const pool = new pg.Pool({ ...config, max: 1, connectionTimeoutMillis: databaseTimeoutMs });
  pool.on('error', () => {});
  return {
    pool,
    enginePool: () => pool,
    close: async () => {
      await pool.end();
      await pglite.close();
      unlock();
    },
    // It works in this very thread: it cannot hang while somebody calls this.
    cutOff: () => {},
  };
}

/**
 * Opens the state and brings its schema to the newest version.
 * @throws FolderInUse, or what the database or the file system said when either cannot be used.
 */
export async function openState(settings: StateSettings): Promise<State> {
  const isShared = settings.databaseUrl !== undefined;
  const { pool, enginePool, close, cutOff } = isShared ? openPostgres(settings) : await openEmbedded(settings);
  const { onStatement } = settings;
  const bare = new Kysely<StateTables>({
    dialect: new PostgresDialect({ pool: withNamedStatements(pool) }),
    ...(onStatement === undefined ? {} : { log: ({ query }) => onStatement(query.sql) }),
  });
  try {
    await migrate(bare, settings.schema);
  } catch (error) {
    await close();
    throw error;
  }
  const db = bare
    .withPlugin(new CamelCasePlugin({ maintainNestedObjectKeys: true }))
    .withPlugin(new WithSchemaPlugin(settings.schema));
  return {
    db,
    isShared,
    pool: () => ({ max: pool.options.max ?? 1, open: pool.totalCount, waiting: pool.waitingCount }),
    enginePool,
    close,
    cutOff,
  };
}
