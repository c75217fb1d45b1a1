import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobInput, JobOutput } from '../../jobs/job-contracts.ts';
import type { ResultKeys, Workflow, WorkflowSnapshot } from '../../state/tables/workflow-tables.ts';
import { readWorkflow } from '../../state/workflows.ts';
import { resultKey } from '../object-keys.ts';
import { createProgressWriter } from '../progress-writer.ts';
import { settingsOf } from '../reconcile-settings.ts';
import type { WorkflowParts } from '../workflow-parts.ts';

/** What a run made, with its files in the store; nothing points to them yet. */
export interface Reconciled {
  readonly resultKeys: ResultKeys;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly taskId: string;
}

/** Segments fetched at the same time. */
const FETCHED_AT_ONCE = 4;

/** Reconciles what the snapshot says and puts the result files into the store. Again gives the same bytes. */
export async function reconcileSnapshot(
  parts: WorkflowParts,
  workflowId: string,
  signal: AbortSignal,
): Promise<Reconciled | null> {
  const workflow = await readWorkflow(parts.state.db, workflowId);
  const { snapshot } = workflow;
  if (workflow.endedAt !== null) return null;
  if (snapshot === null) throw new Error('A workflow reconciles before it knows what.');
  return parts.workFolder.use(async (folder) => {
    const paths = await fetchSegments(parts, snapshot, folder, signal);
    const outFolder = join(folder, 'results');
    await mkdir(outFolder);
    const progress = createProgressWriter(parts, workflowId);
    const output = await parts.jobs.run(
      'reconcile',
      { ...inputOf(workflow, snapshot, paths), outFolder, ...parts.jobs.budget },
      { signal, onProgress: progress.onProgress },
    );
    await progress.end();
    return storeFiles(parts, workflow, output);
  });
}

async function fetchSegments(
  { store }: WorkflowParts,
  { segments }: WorkflowSnapshot,
  folder: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  const waiting = [...segments];
  const fetchAll = async () => {
    for (let segment = waiting.shift(); segment !== undefined; segment = waiting.shift()) {
      const path = join(folder, `${segment.id}.parquet`);
      await store.getFile(segment.objectKey, path, signal);
      paths.set(segment.id, path);
    }
  };
  await Promise.all(Array.from({ length: FETCHED_AT_ONCE }, fetchAll));
  return paths;
}

function inputOf(
  workflow: Workflow,
  snapshot: WorkflowSnapshot,
  paths: ReadonlyMap<string, string>,
): Omit<JobInput<'reconcile'>, 'outFolder' | 'threads' | 'memoryBytes'> {
  const readable = snapshot.segments.map(({ id, sequence, side }) => ({ path: paths.get(id) ?? '', sequence, side }));
  const strip = ({ path, sequence }: { path: string; sequence: number }) => ({ path, sequence });
  return {
    books: readable.filter(({ side }) => side === 'BOOKS').map(strip),
    portal: readable.filter(({ side }) => side !== 'BOOKS').map(strip),
    deletions: snapshot.deletions,
    settings: settingsOf(workflow, snapshot),
    reconType: workflow.reconType,
    ...snapshot.report,
  };
}

async function storeFiles(
  { store }: WorkflowParts,
  { id, workspaceId }: Workflow,
  { files, summary, taskId }: JobOutput<'reconcile'>,
): Promise<Reconciled> {
  const resultKeys: Record<string, string> = {};
  for (const { name, path } of files) {
    const key = resultKey(workspaceId, id, name);
    await store.putFile(key, path);
    resultKeys[name] = key;
  }
  return { resultKeys, summary, taskId };
}
