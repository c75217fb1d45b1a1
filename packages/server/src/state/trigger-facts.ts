import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { StateDatabase } from './open-state.ts';
import type { Upload } from './tables/upload-tables.ts';
import { type StoredSettings, settingsOf } from './workspace-settings.ts';

/** An upload by what a workflow needs of it. */
export type UploadedObject = Pick<Upload, 'id' | 'objectKey'>;

export interface TriggerFacts {
  readonly settings: StoredSettings;
  /** Those of the workspace among the ones that were asked for. */
  readonly uploads: readonly UploadedObject[];
  readonly pendingWorkflows: number;
}

/** What a workspace holds that a trigger is judged by, in one statement: it waits for each. */
export async function findTriggerFacts(
  db: StateDatabase,
  { workspaceId, objectKeys }: { readonly workspaceId: string; readonly objectKeys: readonly string[] },
): Promise<TriggerFacts> {
  const { stored, uploads, pendingWorkflows } = await db
    .selectNoFrom((eb) => [
      jsonArrayFrom(
        eb.selectFrom('workspaceSettings').select(['document', 'version']).where('workspaceId', '=', workspaceId),
      ).as('stored'),
      jsonArrayFrom(
        eb
          .selectFrom('upload')
          .select(['id', 'objectKey as key'])
          .where('workspaceId', '=', workspaceId)
          .where('objectKey', '=', sql<string>`any(${objectKeys}::text[])`),
      ).as('uploads'),
      eb
        .selectFrom('workflow')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('workspaceId', '=', workspaceId)
        .where('endedAt', 'is', null)
        .as('pendingWorkflows'),
    ])
    .executeTakeFirstOrThrow();
  return {
    settings: settingsOf(stored[0]),
    uploads: uploads.map(({ id, key }) => ({ id, objectKey: key })),
    pendingWorkflows: Number(pendingWorkflows),
  };
}
