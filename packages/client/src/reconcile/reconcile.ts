import type { CallClient } from '../call-client.ts';
import type { ResultLine, SupplierLine } from '../files/result-lines.ts';
import { type UploadedFile, uploadFile } from '../files/upload.ts';
import type { UploadFile } from '../files/upload-content.ts';
import type { TriggerWorkflow, Workflow } from '../generated/contract.ts';
import { unlessFailed, waitForWorkflow } from '../tasks/wait-for-tasks.ts';
import type { WaitOptions } from '../tasks/wait-options.ts';
import { readReport, readResults, readSuppliers } from './read-results.ts';

/** Which reconciliation is wanted. */
export type ReconcileArgs = TriggerWorkflow['userInputArgs'];

/** How far a reconciliation is: files on their way up, then the workflow. */
export type ReconcileProgress =
  | { readonly stage: 'uploading'; readonly uploaded: number; readonly files: number }
  | { readonly stage: 'running'; readonly workflow: Workflow };

export interface ReconcileOptions extends Omit<WaitOptions<Workflow>, 'onProgress'> {
  readonly onProgress?: ((progress: ReconcileProgress) => void) | undefined;
}

/** A finished reconciliation. Its files are read as often as wanted; their URLs are asked for when they are. */
export interface Reconciliation {
  readonly workflow: Workflow;
  results(options?: Pick<ReconcileOptions, 'signal'>): AsyncGenerator<ResultLine, void, undefined>;
  suppliers(options?: Pick<ReconcileOptions, 'signal'>): AsyncGenerator<SupplierLine, void, undefined>;
  /** The Excel report. */
  report(options?: Pick<ReconcileOptions, 'signal'>): Promise<Blob>;
}

const UPLOADS_AT_ONCE = 4;

async function uploadAll(
  client: CallClient,
  files: readonly UploadFile[],
  options: ReconcileOptions,
): Promise<readonly UploadedFile[]> {
  const { onProgress = () => {}, idempotencyKey: _, totalTimeoutMs: __, ...each } = options;
  const stop = new AbortController();
  const onAbort = () => stop.abort(options.signal?.reason);
  options.signal?.addEventListener('abort', onAbort);
  if (options.signal?.aborted) onAbort();
  const uploaded: UploadedFile[] = [];
  let next = 0;
  let done = 0;
  const report = () => onProgress({ stage: 'uploading', uploaded: done, files: files.length });
  const work = async () => {
    for (let at = next++; at < files.length; at = next++) {
      const file = files[at];
      if (file === undefined) return;
      uploaded[at] = await uploadFile(client, file, { ...each, signal: stop.signal });
      done++;
      report();
    }
  };
  try {
    report();
    await Promise.all(Array.from({ length: Math.min(UPLOADS_AT_ONCE, files.length) }, work));
    return uploaded;
  } catch (error) {
    stop.abort(error); // one file that cannot be uploaded ends the others
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

/**
 * Uploads the files, triggers the workflow, waits for its end.
 * @throws {RequestFailedError} when the workflow failed, with its reason as `code`; any {MilaanError} of the calls
 */
export async function reconcile(
  client: CallClient,
  files: readonly UploadFile[],
  args: ReconcileArgs,
  options: ReconcileOptions,
): Promise<Reconciliation> {
  const { onProgress, longPollSeconds: _, totalTimeoutMs: __, ...each } = options;
  const fileList = files.length === 0 ? [] : await uploadAll(client, files, options);
  const { body } = await client.call('triggerWorkflow', { body: { fileList, userInputArgs: args } }, each);
  const created = body as Workflow; // what the contract says of this call
  onProgress?.({ stage: 'running', workflow: created });
  const workflow = unlessFailed(
    await waitForWorkflow(client, created.workflowId, {
      ...options,
      onProgress: onProgress === undefined ? undefined : (workflow) => onProgress({ stage: 'running', workflow }),
    }),
  );
  return reconciliationOf(client, workflow);
}

/** What can be read of a workflow that has succeeded. */
const reconciliationOf = (client: CallClient, workflow: Workflow): Reconciliation => ({
  workflow,
  results: (options = {}) => readResults(client, workflow.workflowId, options),
  suppliers: (options = {}) => readSuppliers(client, workflow.workflowId, options),
  report: (options = {}) => readReport(client, workflow.workflowId, options),
});
