import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';

/** Of the files of a workflow. */
export interface FilesRead {
  readonly done: number;
  readonly total: number;
}

export async function countFilesRead(db: StateDatabase, workflowId: string): Promise<FilesRead> {
  const { done, total } = await db
    .selectFrom('ingestion')
    .select(({ fn }) => [fn.count<string>('side').as('done'), fn.countAll<string>().as('total')])
    .where('workflowId', '=', workflowId)
    .executeTakeFirstOrThrow();
  return { done: Number(done), total: Number(total) };
}

/** Writes down how many files were read; never fewer than before, since they are read side by side. */
export async function tellFilesRead(db: StateDatabase, workflowId: string, read: FilesRead, at: Date): Promise<void> {
  await db
    .updateTable('workflow')
    .set({
      progress: JSON.stringify({ ...read, unit: 'files' }),
      updatedAt: at,
      version: sql<number>`${sql.ref('version')} + 1`,
    })
    .where('id', '=', workflowId)
    .where('status', '=', 'WORKFLOW_INGESTING')
    .where(sql<boolean>`coalesce((progress ->> 'done')::int, 0) < ${read.done}`)
    .execute();
}
