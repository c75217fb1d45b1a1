import type { StateDatabase } from './open-state.ts';
import type { FaultRecord } from './tables/fault-record.ts';
import type {
  Ingestion,
  IngestionArgs,
  IngestionStats,
  IngestionStatus,
  PreparedIngestion,
  StoredFileError,
} from './tables/ingestion-tables.ts';

export interface NewIngestion {
  readonly id: string;
  readonly workspaceId: string;
  readonly workflowId: string | null;
  readonly place: number;
  readonly uploadId: string | null;
  readonly sourceObjectKey: string | null;
  readonly fileName: string;
  readonly args: IngestionArgs;
  readonly createdAt: Date;
  readonly createdBy: string | null;
}

/** The row of an ingestion that was just accepted. */
export const createdIngestion = (ingestion: NewIngestion): Ingestion => ({
  ...ingestion,
  status: 'ACTIVITY_CREATED',
  side: null,
  prepared: null,
  stats: [],
  fileError: null,
  error: null,
  updatedAt: ingestion.createdAt,
  endedAt: null,
});

export const rowOfIngestion = (ingestion: Ingestion) => ({
  ...ingestion,
  args: JSON.stringify(ingestion.args),
  prepared: JSON.stringify(ingestion.prepared),
  stats: JSON.stringify(ingestion.stats),
  fileError: JSON.stringify(ingestion.fileError),
  error: JSON.stringify(ingestion.error),
});

/** Whoever runs a step again brings the same ones. */
export async function insertIngestions(db: StateDatabase, ingestions: readonly Ingestion[]): Promise<void> {
  if (ingestions.length === 0) return;
  await db
    .insertInto('ingestion')
    .values(ingestions.map(rowOfIngestion))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function findIngestion(
  db: StateDatabase,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
): Promise<Ingestion | undefined> {
  return db
    .selectFrom('ingestion')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** For the steps of a workflow, which have only its id. */
export async function readIngestion(db: StateDatabase, id: string): Promise<Ingestion> {
  return db.selectFrom('ingestion').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The files of a workflow, in the order of its list. */
export async function listIngestionsOf(db: StateDatabase, workflowId: string): Promise<readonly Ingestion[]> {
  return db.selectFrom('ingestion').selectAll().where('workflowId', '=', workflowId).orderBy('place').execute();
}

export async function markIngestionQueued(db: StateDatabase, id: string, at: Date): Promise<void> {
  await db
    .updateTable('ingestion')
    .set({ status: 'ACTIVITY_QUEUED', updatedAt: at })
    .where('id', '=', id)
    .where('status', '=', 'ACTIVITY_CREATED')
    .execute();
}

/** Keeps what came out of the file. The first that gets here is right; another run of the same step changes nothing. */
export async function keepPrepared(
  db: StateDatabase,
  id: string,
  prepared: PreparedIngestion,
  at: Date,
): Promise<void> {
  await db
    .updateTable('ingestion')
    .set({ prepared: JSON.stringify(prepared), side: prepared.side, updatedAt: at })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('side', 'is', null)
    .execute();
}

export interface IngestionEnd {
  readonly status: Exclude<IngestionStatus, 'ACTIVITY_CREATED' | 'ACTIVITY_QUEUED'>;
  readonly stats: readonly IngestionStats[];
  readonly fileError: StoredFileError | null;
  readonly error: FaultRecord | null;
  readonly at: Date;
}

/** Ends an ingestion. @returns false when it has ended before */
export async function finishIngestion(db: StateDatabase, id: string, end: IngestionEnd): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('ingestion')
    .set({
      status: end.status,
      stats: JSON.stringify(end.stats),
      fileError: JSON.stringify(end.fileError),
      error: JSON.stringify(end.error),
      updatedAt: end.at,
      endedAt: end.at,
    })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ingestions of their own that have not ended, oldest first. */
export async function listOpenIngestions(
  db: StateDatabase,
  { createdBefore, limit }: { readonly createdBefore: Date; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('ingestion')
    .select('id')
    .where('endedAt', 'is', null)
    .where('workflowId', 'is', null)
    .where('createdAt', '<', createdBefore)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

export async function countOpenIngestions(db: StateDatabase, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('ingestion')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('workflowId', 'is', null)
    .where('endedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A workflow that failed takes nothing in: what its files held does not count. */
export async function discardIngestionsOf(
  transaction: StateDatabase,
  workflowId: string,
  error: FaultRecord | null,
  at: Date,
): Promise<void> {
  await transaction
    .updateTable('ingestion')
    .set({ status: 'ACTIVITY_DISCARDED', error: JSON.stringify(error), updatedAt: at, endedAt: at })
    .where('workflowId', '=', workflowId)
    .where('endedAt', 'is', null)
    .execute();
}

/** The ingestion of its own that takes the upload in now. */
export async function findOpenIngestionOf(db: StateDatabase, uploadId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('ingestion')
    .select('id')
    .where('uploadId', '=', uploadId)
    .where('workflowId', 'is', null)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

export async function hasIngestion(db: StateDatabase, id: string): Promise<boolean> {
  return (await db.selectFrom('ingestion').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}
