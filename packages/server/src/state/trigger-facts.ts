import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { StateDatabase } from './open-state.ts';
import { statement } from './statement.ts';
import type { Upload } from './tables/upload-tables.ts';
import type { Workflow } from './tables/workflow-tables.ts';
import { type StoredSettings, settingsOf } from './workspace-settings.ts';

/** An upload by what a workflow needs of it. */
export type UploadedObject = Pick<Upload, 'id' | 'objectKey'>;

export interface TriggerFacts {
  readonly settings: StoredSettings;
  /** Those of the workspace among the ones that were asked for. */
  readonly uploads: readonly UploadedObject[];
  readonly pendingWorkflows: number;
  /** The one that is pending for the PAN and the reconciliation type; null when there is none. */
  readonly pendingId: string | null;
}

interface TriggerQuestion extends Pick<Workflow, 'workspaceId' | 'pan' | 'reconType'> {
  readonly objectKeys: readonly string[];
}

const triggerFacts = statement((db, { workspaceId, pan, reconType, objectKeys }: TriggerQuestion) =>
  db.selectNoFrom((eb) => {
    const pending = eb.selectFrom('workflow').where('workspaceId', '=', workspaceId).where('endedAt', 'is', null);
    return [
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
      pending.select(({ fn }) => fn.countAll<string>().as('count')).as('pendingWorkflows'),
      pending.select('id').where('pan', '=', pan).where('reconType', '=', reconType).as('pendingId'),
    ];
  }),
);

/** What a workspace holds that a trigger is judged by, in one statement: it waits for each. */
export async function findTriggerFacts(db: StateDatabase, question: TriggerQuestion): Promise<TriggerFacts> {
  const [found] = await triggerFacts(db, question);
  if (found === undefined) throw new Error('A statement that asks for one row gave none.');
  const { stored, uploads, pendingWorkflows, pendingId } = found;
  return {
    settings: settingsOf(stored[0]),
    uploads: uploads.map(({ id, key }) => ({ id, objectKey: key })),
    pendingWorkflows: Number(pendingWorkflows),
    pendingId,
  };
}
