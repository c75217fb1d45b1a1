import type { WorkflowStatus } from '@milaan/contract';
import { sql } from 'kysely';
import { rowOfIngestion } from './ingestions.ts';
import { insertTogether } from './insert-together.ts';
import { isViolationOf } from './is-violation-of.ts';
import type { StateDatabase } from './open-state.ts';
import type { FaultRecord } from './tables/fault-record.ts';
import type { Ingestion, StoredFileError } from './tables/ingestion-tables.ts';
import type {
  ResultKeys,
  Workflow,
  WorkflowArgs,
  WorkflowFile,
  WorkflowProgress,
  WorkflowSnapshot,
} from './tables/workflow-tables.ts';
import { type Notes, rowsOfNotes } from './write-down.ts';

export interface NewWorkflow {
  readonly id: string;
  readonly workspaceId: string;
  readonly pan: string;
  readonly reconType: Workflow['reconType'];
  readonly args: WorkflowArgs;
  readonly files: readonly WorkflowFile[];
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** The row of a workflow that was just accepted. */
export const createdWorkflow = (workflow: NewWorkflow): Workflow => ({
  ...workflow,
  status: 'WORKFLOW_CREATED',
  snapshot: null,
  progress: null,
  fileErrors: [],
  error: null,
  summary: null,
  resultKeys: null,
  version: 1,
  updatedAt: workflow.createdAt,
  endedAt: null,
});

const JSON_COLUMNS = ['args', 'files', 'snapshot', 'progress', 'fileErrors', 'error', 'summary', 'resultKeys'] as const;

const rowOfWorkflow = (workflow: Workflow) => ({
  ...workflow,
  ...(Object.fromEntries(JSON_COLUMNS.map((name) => [name, JSON.stringify(workflow[name])])) as {
    [Name in (typeof JSON_COLUMNS)[number]]: string; // fromEntries forgets the keys
  }),
});

/** Of the index that keeps two workflows of one PAN and reconciliation type from being pending. */
const PENDING_INDEX = 'workflow_pending';

export interface AcceptedWorkflow {
  readonly workflow: Workflow;
  readonly files: readonly Ingestion[];
  readonly notes: Notes;
}

/**
 * Accepts a workflow with its files, and writes down that it did, unless another one is pending for the same PAN and
 * reconciliation type: a single statement, which is there as a whole or not at all. Each that a trigger waits for is a
 * third of a millisecond of two processors.
 * @returns null, or the id of the other one
 */
export async function acceptWorkflow(
  db: StateDatabase,
  { workflow, files, notes }: AcceptedWorkflow,
): Promise<string | null> {
  const rows = { workflow: [rowOfWorkflow(workflow)], ingestion: files.map(rowOfIngestion), ...rowsOfNotes(notes) };
  for (;;) {
    try {
      await insertTogether(db, rows);
      return null;
    } catch (error) {
      if (!isViolationOf(error, PENDING_INDEX)) throw error;
      const pending = await findPendingWorkflow(db, workflow);
      // It may have ended in between: then the place is free.
      if (pending !== undefined) return pending;
    }
  }
}

async function findPendingWorkflow(
  db: StateDatabase,
  { workspaceId, pan, reconType }: Pick<NewWorkflow, 'workspaceId' | 'pan' | 'reconType'>,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('workflow')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('pan', '=', pan)
    .where('reconType', '=', reconType)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

export async function findWorkflow(
  db: StateDatabase,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
): Promise<Workflow | undefined> {
  return db
    .selectFrom('workflow')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** For the steps of a workflow, which have only its id. */
export async function readWorkflow(db: StateDatabase, id: string): Promise<Workflow> {
  return db.selectFrom('workflow').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

export interface WorkflowFilter {
  readonly workspaceId: string;
  /** PANs that the caller may see; null for all. */
  readonly pans: readonly string[] | null;
  readonly pan: string | null;
  readonly reconType: Workflow['reconType'] | null;
  readonly status: WorkflowStatus | null;
  /** Only those before this id: the newest come first. */
  readonly before: string | null;
  readonly limit: number;
}

/** Workflows, newest first. */
export async function listWorkflows(db: StateDatabase, filter: WorkflowFilter): Promise<readonly Workflow[]> {
  let query = db.selectFrom('workflow').selectAll().where('workspaceId', '=', filter.workspaceId);
  if (filter.pans !== null) query = query.where('pan', 'in', filter.pans.length === 0 ? [''] : filter.pans);
  if (filter.pan !== null) query = query.where('pan', '=', filter.pan);
  if (filter.reconType !== null) query = query.where('reconType', '=', filter.reconType);
  if (filter.status !== null) query = query.where('status', '=', filter.status);
  if (filter.before !== null) query = query.where('id', '<', filter.before);
  return query.orderBy('id', 'desc').limit(filter.limit).execute();
}

/** What a step changes. A workflow that has ended is not changed any more. @returns false then */
export async function changeWorkflow(
  db: StateDatabase,
  id: string,
  at: Date,
  change: {
    readonly status?: WorkflowStatus;
    readonly progress?: WorkflowProgress | null;
    readonly fileErrors?: readonly StoredFileError[];
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('workflow')
    .set({
      ...(change.status === undefined ? {} : { status: change.status }),
      ...(change.progress === undefined ? {} : { progress: JSON.stringify(change.progress) }),
      ...(change.fileErrors === undefined ? {} : { fileErrors: JSON.stringify(change.fileErrors) }),
      updatedAt: at,
      version: sql<number>`${sql.ref('version')} + 1`,
    })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Records what a run reads, once: a step that runs again reads the same. @returns what is recorded */
export async function recordSnapshot(
  transaction: StateDatabase,
  id: string,
  snapshot: WorkflowSnapshot,
): Promise<WorkflowSnapshot> {
  await transaction
    .updateTable('workflow')
    .set({ snapshot: JSON.stringify(snapshot) })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where(sql<boolean>`snapshot = 'null'::jsonb`)
    .execute();
  const { snapshot: recorded } = await readWorkflow(transaction, id);
  return recorded ?? snapshot;
}

export interface WorkflowEnd {
  readonly status: 'WORKFLOW_COMPLETED' | 'WORKFLOW_FAILED';
  readonly error: FaultRecord | null;
  readonly summary: Readonly<Record<string, unknown>> | null;
  readonly resultKeys: ResultKeys | null;
  readonly progress: WorkflowProgress | null;
  /** As they are unless said. */
  readonly fileErrors?: readonly StoredFileError[];
  readonly at: Date;
}

/** Ends a workflow. In a transaction with whatever follows from it. @returns false when it has ended before */
export async function finishWorkflow(db: StateDatabase, id: string, end: WorkflowEnd): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('workflow')
    .set({
      status: end.status,
      error: JSON.stringify(end.error),
      summary: JSON.stringify(end.summary),
      resultKeys: JSON.stringify(end.resultKeys),
      progress: JSON.stringify(end.progress),
      ...(end.fileErrors === undefined ? {} : { fileErrors: JSON.stringify(end.fileErrors) }),
      updatedAt: end.at,
      endedAt: end.at,
      version: sql<number>`${sql.ref('version')} + 1`,
    })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Those of the given workflows that have ended: what still runs for them is to stop. */
export async function listEnded(db: StateDatabase, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('workflow')
    .select('id')
    .where('id', 'in', ids)
    .where('endedAt', 'is not', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Workflows that have not ended, oldest first. */
export async function listOpenWorkflows(
  db: StateDatabase,
  { createdBefore, limit }: { readonly createdBefore: Date; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('workflow')
    .select('id')
    .where('endedAt', 'is', null)
    .where('createdAt', '<', createdBefore)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Locks a workflow until the transaction ends. @returns false when it has ended */
export async function lockOpenWorkflow(transaction: StateDatabase, id: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('workflow')
    .select('endedAt')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return row.endedAt === null;
}
