import { DEFAULT_WORKSPACE_SETTINGS, SettingsSchema, type WorkspaceSettings } from '@milaan/contract';
import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { ExpectedVersion } from './workspace-configs.ts';

export interface StoredSettings {
  readonly document: WorkspaceSettings;
  /** 1 for the defaults, which nobody stored; one more for each that was stored after them. */
  readonly version: number;
}

const DEFAULTS: StoredSettings = { document: DEFAULT_WORKSPACE_SETTINGS, version: 1 };

/** What a row says, or that there is none. */
export function settingsOf(row: { readonly document: unknown; readonly version: number } | undefined): StoredSettings {
  if (row === undefined) return DEFAULTS;
  // A setting that is newer than what was stored has its default.
  const document = SettingsSchema.parse({ ...DEFAULT_WORKSPACE_SETTINGS, ...Object(row.document) });
  return { document, version: row.version };
}

/** The settings of a workspace: the stored ones, or the defaults. */
export async function findSettings(db: StateDatabase, workspaceId: string): Promise<StoredSettings> {
  const row = await db
    .selectFrom('workspaceSettings')
    .select(['document', 'version'])
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirst();
  return settingsOf(row);
}

export interface SettingsToSave {
  readonly workspaceId: string;
  readonly document: WorkspaceSettings;
  readonly expected: ExpectedVersion;
  readonly at: Date;
}

/**
 * Stores settings if the stored version is the expected one: one statement, so that two savers cannot both be right.
 * @returns the new version, or null when the stored one is another
 */
export async function saveSettings(db: StateDatabase, settings: SettingsToSave): Promise<number | null> {
  const { workspaceId, expected, at } = settings;
  const document = JSON.stringify(settings.document);
  const stored = db.insertInto('workspaceSettings').values({ workspaceId, document, version: 2, updatedAt: at });
  // Whoever expects version 1, or nothing in particular, may be the first.
  if (expected === undefined || expected === 'any' || expected === DEFAULTS.version) {
    const row = await stored
      .onConflict((conflict) =>
        conflict
          .column('workspaceId')
          .doUpdateSet((row) => ({
            document: row.ref('excluded.document'),
            version: sql<number>`${row.ref('workspaceSettings.version')} + 1`,
            updatedAt: row.ref('excluded.updatedAt'),
          }))
          // The defaults are version 1 only as long as no row is there.
          .where(sql<boolean>`${sql.lit(expected !== DEFAULTS.version)}`),
      )
      .returning('version')
      .executeTakeFirst();
    return row?.version ?? null;
  }
  const row = await db
    .updateTable('workspaceSettings')
    .set((eb) => ({ document, version: eb('version', '+', 1), updatedAt: at }))
    .where('workspaceId', '=', workspaceId)
    .where('version', '=', expected)
    .returning('version')
    .executeTakeFirst();
  return row?.version ?? null;
}
