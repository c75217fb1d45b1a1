import type { Problem } from '@milaan/contract';
import { type Durable, Stopped } from './durable.ts';
import { beginIngestion, beginWorkflow } from './steps/begin.ts';
import { commitFilesOf, commitIngestion } from './steps/commit-files.ts';
import { compactAfterIngestion, compactAfterWorkflow } from './steps/compact.ts';
import { failIngestion } from './steps/end-ingestion.ts';
import { complete, fail } from './steps/end-workflow.ts';
import { prepareFile } from './steps/prepare-file.ts';
import { pull } from './steps/pull.ts';
import { reconcileSnapshot } from './steps/reconcile.ts';
import { takeSnapshot } from './steps/take-snapshot.ts';
import { failureOfFiles, WorkflowFailure } from './workflow-failure.ts';

/** Why the work failed, or null. Whatever is no failure of the work is thrown on. */
async function failureOf(work: () => Promise<void>): Promise<Problem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof WorkflowFailure) return error.problem;
    throw error;
  }
}

/** Work that was stopped ends without a word: its row says how it ended. */
async function unlessStopped(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
}

/** A triggered workflow from its files to its results. */
export const reconciliation = (id: string, durable: Durable): Promise<void> =>
  unlessStopped(async () => {
    const failure = await failureOf(() => reconcileStepByStep(id, durable));
    if (failure !== null) durable.sendDeliveries(await durable.step('fail', (parts) => fail(parts, id, failure)));
    await durable.step('compact', (parts, signal) => compactAfterWorkflow(parts, id, signal));
  });

async function reconcileStepByStep(id: string, durable: Durable): Promise<void> {
  const files = await durable.step('begin', (parts) => beginWorkflow(parts, id));
  if (files === null) throw new Stopped();
  if (files.length > 0) {
    const failures = await durable.readFiles(files);
    const failure = failureOfFiles(failures.filter((one) => one !== null));
    if (failure !== null) throw new WorkflowFailure(failure);
    await durable.step('commit', (parts) => commitFilesOf(parts, id));
  }
  const notes = await durable.step('pull', (parts, signal) => pull(parts, id, signal));
  await durable.step('snapshot', (parts) => takeSnapshot(parts, id, notes));
  const reconciled = await durable.step('reconcile', (parts, signal) => reconcileSnapshot(parts, id, signal));
  if (reconciled === null) throw new Stopped();
  durable.sendDeliveries(await durable.step('complete', (parts) => complete(parts, id, reconciled)));
}

/** One file of a workflow: read, but not counted yet. @returns why it failed, or null */
export async function readFileOf(ingestionId: string, durable: Durable): Promise<Problem | null> {
  const failure = await failureOf(() =>
    durable.step('read', (parts, signal) => prepareFile(parts, ingestionId, signal)),
  );
  if (failure !== null) await durable.step('fail', (parts) => failIngestion(parts, ingestionId, failure));
  return failure;
}

/** A file of its own. */
export const ingestion = (id: string, durable: Durable): Promise<void> =>
  unlessStopped(async () => {
    const failure = await failureOf(async () => {
      await durable.step('begin', (parts) => beginIngestion(parts, id));
      await durable.step('read', (parts, signal) => prepareFile(parts, id, signal));
      durable.sendDeliveries(await durable.step('commit', (parts) => commitIngestion(parts, id)));
    });
    if (failure !== null)
      durable.sendDeliveries(await durable.step('fail', (parts) => failIngestion(parts, id, failure)));
    await durable.step('compact', (parts, signal) => compactAfterIngestion(parts, id, signal));
  });

/** The steps of the bodies. To be changed when a body's steps change their order: older work is then not taken up. */
export const BODIES_VERSION = '1';
