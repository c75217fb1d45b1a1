import { sql } from 'kysely';
import type { StateDatabase } from './open-state.ts';
import type { HeldOf } from './segments.ts';
import type { Ingestion, IngestionStats, Segment } from './tables/ingestion-tables.ts';

/** What came out of one file for one registration, whether or not it was merged into another segment since. */
export interface ReadFile
  extends Pick<Segment, 'id' | 'side' | 'ownGstin' | 'firstPeriod' | 'lastPeriod' | 'documents' | 'sequence'>,
    Pick<Ingestion, 'fileName' | 'stats'> {
  readonly ingestionId: string;
  /** False for lines that came in a request, and for what a provider brought. */
  readonly isFile: boolean;
  readonly warnings: readonly string[];
}

/** Everything of a PAN that was read until a moment, in the order in which it counted. */
export async function listReadFiles(
  db: StateDatabase,
  { workspaceId, pan, asOf }: HeldOf,
): Promise<readonly ReadFile[]> {
  let query = db
    .selectFrom('segment')
    .innerJoin('ingestion', 'ingestion.id', 'segment.ingestionId')
    .select(['segment.id', 'segment.side', 'segment.ownGstin', 'segment.firstPeriod', 'segment.lastPeriod'])
    .select(['segment.documents', 'segment.sequence'])
    .select(['ingestion.id as ingestionId', 'ingestion.fileName', 'ingestion.sourceObjectKey'])
    .select(sql<readonly IngestionStats[]>`ingestion.stats`.as('stats'))
    .select(sql<readonly string[] | null>`ingestion.prepared -> 'warnings'`.as('warnings'))
    .where('segment.workspaceId', '=', workspaceId)
    .where('segment.pan', '=', pan)
    .orderBy('segment.sequence');
  if (asOf !== null) query = query.where('segment.createdAt', '<=', asOf);
  const rows = await query.execute();
  return rows.map(({ sourceObjectKey, warnings, ...row }) => ({
    ...row,
    isFile: sourceObjectKey !== null,
    warnings: warnings ?? [],
  }));
}
