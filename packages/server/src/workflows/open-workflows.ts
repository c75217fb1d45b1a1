import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../injected/clock.ts';
import type { CreateUlid } from '../injected/ulid.ts';
import type { JobPool } from '../jobs/job-pool.ts';
import type { Log } from '../observe/log.ts';
import type { State } from '../state/open-state.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { createWorkflowRunner } from './create-workflow-runner.ts';
import { openWorkFolder, type WorkFolder } from './work-folder.ts';
import type { Deliveries, EndReactions, GovtDataSource } from './workflow-parts.ts';
import { NO_WORKFLOWS, type WorkflowRunner } from './workflow-runner.ts';

export interface WorkflowSettings {
  /** Room for what jobs read and write, best on the disk of the objects. */
  readonly workDir: string;
  /** Workflows that run on this node at the same time; their heavy work waits for the job pool. Null: it runs none. */
  readonly concurrency: number | null;
}

export const DEFAULT_CONCURRENT_WORKFLOWS = 8;

/** Beside the embedded database, or where temporary files go when that one is in memory. */
export const workFolderIn = (dataDir: string): string =>
  dataDir.startsWith('memory://') ? join(tmpdir(), 'milaan-work') : join(dataDir, 'work');

export interface WorkflowSource {
  readonly state: State;
  /** The schema of the state; the engine's own tables are in one beside it. */
  readonly schema: string;
  readonly store: ObjectStore;
  readonly jobs: JobPool;
  readonly reactions: EndReactions;
  readonly deliveries: Deliveries;
  readonly govtData: GovtDataSource | null;
  readonly clock: Clock;
  readonly createUlid: CreateUlid;
  readonly log: Log;
}

export interface OpenedWorkflows {
  readonly workflows: WorkflowRunner;
  readonly workFolder: WorkFolder;
}

/** Starts whatever was accepted and has not ended, and goes on with it until it is closed. */
export async function openWorkflows(
  { workDir, concurrency }: WorkflowSettings,
  source: WorkflowSource,
): Promise<OpenedWorkflows> {
  const nodeId = source.createUlid();
  const workFolder = await openWorkFolder(workDir, nodeId);
  if (concurrency === null) return { workFolder, workflows: { ...NO_WORKFLOWS, close: () => workFolder.close() } };
  const settings = { nodeId, schema: `${source.schema}_workflows`, concurrency };
  const workflows = await createWorkflowRunner({ ...source, workFolder }, settings).catch(async (error: unknown) => {
    await workFolder.close();
    throw error;
  });
  return {
    workFolder,
    workflows: {
      ...workflows,
      close: async () => {
        await workflows.close();
        await workFolder.close();
      },
    },
  };
}
