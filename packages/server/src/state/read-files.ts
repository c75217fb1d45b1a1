import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { HeldOf } from './segments.ts';
import type { HeldDeletion, Ingestion, IngestionStats, Segment } from './tables/ingestion-tables.ts';

/**
 * What came out of one file for one registration, whether or not it was merged into another segment since; lines of many
 * requests together.
 */
export interface ReadFile
  extends Pick<Segment, 'id' | 'side' | 'ownGstin' | 'firstPeriod' | 'lastPeriod' | 'documents' | 'sequence'>,
    Pick<Ingestion, 'fileName' | 'stats'> {
  readonly ingestionId: string;
  /** False for lines that came in a request, and for what a provider brought. */
  readonly isFile: boolean;
  readonly warnings: readonly string[];
}

const readOf = (db: StateDatabase, { workspaceId, pan, asOf }: HeldOf) => {
  const all = db
    .selectFrom('segment')
    .innerJoin('ingestion', 'ingestion.id', 'segment.ingestionId')
    .where('segment.workspaceId', '=', workspaceId)
    .where('segment.pan', '=', pan);
  return asOf === null ? all : all.where('segment.createdAt', '<=', asOf);
};

/**
 * Lines of the books that came in requests, of which there may be very many: added up where registration and periods are
 * the same and no deletion lies between.
 */
async function listReadLines(db: StateDatabase, of: HeldOf, deletions: readonly HeldDeletion[]): Promise<ReadFile[]> {
  const sequences = deletions.map(({ sequence }) => sequence);
  const rows = await readOf(db, of)
    .where('ingestion.sourceObjectKey', 'is', null)
    .where('segment.side', '=', 'BOOKS')
    .select(['segment.side', 'segment.ownGstin', 'segment.firstPeriod', 'segment.lastPeriod', 'ingestion.fileName'])
    .select(({ fn }) => [
      fn.min('segment.id').as('id'),
      fn.min('ingestion.id').as('ingestionId'),
      fn.max('segment.sequence').as('sequence'),
      fn.sum<string>('segment.documents').as('documents'),
    ])
    .groupBy(['segment.side', 'segment.ownGstin', 'segment.firstPeriod', 'segment.lastPeriod', 'ingestion.fileName'])
    .groupBy(sql`width_bucket(segment.sequence, ${sequences}::int[])`)
    .execute();
  return rows.map((row) => ({
    ...row,
    ...{ documents: Number(row.documents), isFile: false, stats: [], warnings: [] },
  }));
}

/** Everything of a PAN that was read until a moment, with the deletions until then in their order. */
export async function listReadFiles(
  db: StateDatabase,
  of: HeldOf,
  deletions: readonly HeldDeletion[],
): Promise<readonly ReadFile[]> {
  const rows = await readOf(db, of)
    .where(({ eb, or }) => or([eb('ingestion.sourceObjectKey', 'is not', null), eb('segment.side', '!=', 'BOOKS')]))
    .select(['segment.id', 'segment.side', 'segment.ownGstin', 'segment.firstPeriod', 'segment.lastPeriod'])
    .select(['segment.documents', 'segment.sequence'])
    .select(['ingestion.id as ingestionId', 'ingestion.fileName', 'ingestion.sourceObjectKey'])
    .select(sql<readonly IngestionStats[]>`ingestion.stats`.as('stats'))
    .select(sql<readonly string[] | null>`ingestion.prepared -> 'warnings'`.as('warnings'))
    .orderBy('segment.sequence')
    .execute();
  const files = rows.map(({ sourceObjectKey, warnings, ...row }) => ({
    ...row,
    isFile: sourceObjectKey !== null,
    warnings: warnings ?? [],
  }));
  return [...files, ...(await listReadLines(db, of, deletions))];
}
