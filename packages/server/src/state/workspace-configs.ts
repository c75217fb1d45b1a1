import { type Config, ConfigSchema } from '@milaan/contract';
import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';

/** Whose configuration: the workspace's as a whole (`pan` null) or that of one PAN in it. */
export interface ConfigOwner {
  readonly workspaceId: string;
  readonly pan: string | null;
}

export interface StoredConfig {
  readonly document: Config;
  /** 1 for the first, one more for each after it. */
  readonly version: number;
}

/** What a caller believes is stored: a version, anything at all, or nothing in particular. */
export type ExpectedVersion = number | 'any' | undefined;

export interface SavedConfig {
  readonly isSaved: boolean;
  /** The version that is stored now; 0 when there is none. */
  readonly version: number;
}

const NO_PAN = '';

export async function findConfig(
  db: StateDatabase,
  { workspaceId, pan }: ConfigOwner,
): Promise<StoredConfig | undefined> {
  const row = await db
    .selectFrom('workspaceConfig')
    .select(['document', 'version'])
    .where('workspaceId', '=', workspaceId)
    .where('pan', '=', pan ?? NO_PAN)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { document: Object.freeze(ConfigSchema.parse(row.document)), version: row.version };
}

export interface ConfigToSave extends ConfigOwner {
  readonly document: Config;
  readonly expected: ExpectedVersion;
  readonly at: Date;
}

/** Stores the configuration if the stored version is the expected one: one statement, so that two savers cannot both be right. */
export async function saveConfig(db: StateDatabase, config: ConfigToSave): Promise<SavedConfig> {
  const { workspaceId, pan, expected, at } = config;
  const document = JSON.stringify(config.document);
  if (expected !== undefined) return replaceConfig(db, config, expected, document);
  const { version } = await db
    .insertInto('workspaceConfig')
    .values({ workspaceId, pan: pan ?? NO_PAN, document, version: 1, updatedAt: at })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'pan']).doUpdateSet((row) => ({
        document: row.ref('excluded.document'),
        version: sql<number>`${row.ref('workspaceConfig.version')} + 1`,
        updatedAt: row.ref('excluded.updatedAt'),
      })),
    )
    .returning('version')
    .executeTakeFirstOrThrow();
  return { isSaved: true, version };
}

async function replaceConfig(
  db: StateDatabase,
  { workspaceId, pan, at }: ConfigToSave,
  expected: number | 'any',
  document: string,
): Promise<SavedConfig> {
  const replaced = await db
    .updateTable('workspaceConfig')
    .set((row) => ({ document, version: row('version', '+', 1), updatedAt: at }))
    .where('workspaceId', '=', workspaceId)
    .where('pan', '=', pan ?? NO_PAN)
    .$if(expected !== 'any', (query) => query.where('version', '=', Number(expected)))
    .returning('version')
    .executeTakeFirst();
  if (replaced !== undefined) return { isSaved: true, version: replaced.version };
  const current = await findConfig(db, { workspaceId, pan });
  return { isSaved: false, version: current?.version ?? 0 };
}
