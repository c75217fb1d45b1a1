import type { StateDatabase } from './open-state.ts';

/** The versions of workflows by their ids: each change that the resource shows makes it one more. */
export async function findVersions(db: StateDatabase, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('workflow').select(['id', 'version']).where('id', 'in', ids).execute();
  return new Map(rows.map(({ id, version }) => [id, version]));
}
