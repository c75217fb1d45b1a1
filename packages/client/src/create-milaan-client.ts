import { type CallClient, createCallClient } from './call-client.ts';
import { workflowEvents } from './events/workflow-events.ts';
import { downloadFile } from './files/download.ts';
import type { ResultLine, SupplierLine } from './files/result-lines.ts';
import { type UploadedFile, uploadFile } from './files/upload.ts';
import type { UploadFile } from './files/upload-content.ts';
import {
  type Ingestion,
  OPERATIONS,
  type OperationId,
  type OperationMethods,
  type Operations,
  type TriggerWorkflow,
  type Workflow,
} from './generated/contract.ts';
import { type Input, rowOf } from './http/build-target.ts';
import { createPages, type Page } from './pages/pages.ts';
import { readReport, readResults, readSuppliers } from './reconcile/read-results.ts';
import { type ReconcileArgs, type ReconcileOptions, type Reconciliation, reconcile } from './reconcile/reconcile.ts';
import type { CallOptions } from './settings/call-options.ts';
import { type ClientSettings, resolveSettings } from './settings/settings.ts';
import { unlessFailed, waitForIngestion, waitForWorkflow } from './tasks/wait-for-tasks.ts';
import type { WaitOptions } from './tasks/wait-options.ts';

/** A success with what came around it. */
export interface Answer<Body> {
  readonly body: Body;
  readonly status: number;
  readonly headers: Headers;
  readonly requestId: string | null;
  /** True: the server had done this already and gave the same answer again. */
  readonly isReplayed: boolean;
}

/** The calls of the API by their operation ids, and what is made of several of them. */
export interface MilaanClient extends OperationMethods {
  /** Any call of the contract, with the status and the headers of its answer, such as an `ETag`. */
  call<Id extends keyof OperationMethods>(
    operation: Id,
    input: Operations[Id]['input'],
    options?: CallOptions,
  ): Promise<Answer<Operations[Id]['output']>>;
  /** Uploads files, triggers a workflow, waits for its end and opens its results: a whole reconciliation. */
  reconcile(files: readonly UploadFile[], args: ReconcileArgs, options?: ReconcileOptions): Promise<Reconciliation>;
  /** Triggers a workflow over files that were uploaded before, and waits for its end. Throws what made it fail. */
  triggerAndWait(body: TriggerWorkflow, options?: WaitOptions<Workflow>): Promise<Workflow>;
  /** Waits for the end of a workflow, good or bad. Out of time: `deadline_exceeded`, and the workflow goes on. */
  waitForWorkflow(workflowId: string, options?: WaitOptions<Workflow>): Promise<Workflow>;
  /** Waits for the end of an ingestion, good or bad. */
  waitForIngestion(activityId: string, options?: WaitOptions<Ingestion>): Promise<Ingestion>;
  /** Every change of a workflow as it happens; the last one is its end. */
  workflowEvents(workflowId: string, options?: CallOptions): AsyncGenerator<Workflow, void, undefined>;
  /** The result of a finished workflow line by line, as it arrives. */
  results(workflowId: string, options?: CallOptions): AsyncGenerator<ResultLine, void, undefined>;
  /** The suppliers of a finished workflow, line by line. */
  suppliers(workflowId: string, options?: CallOptions): AsyncGenerator<SupplierLine, void, undefined>;
  /** The Excel report of a finished workflow. */
  report(workflowId: string, options?: CallOptions): Promise<Blob>;
  /** Puts a file where a workflow or an ingestion can take it from. */
  upload(file: UploadFile, options?: CallOptions): Promise<UploadedFile>;
  /** The bytes behind a URL of a resource, such as `errorFileUrl`, as they arrive. Goes on where a connection broke. */
  download(url: string, options?: CallOptions): AsyncGenerator<Uint8Array, void, undefined>;
}

async function call(client: CallClient, operation: OperationId, input: Input, options: CallOptions) {
  const { body, status, headers, requestId } = await client.call(operation, input, options);
  return { body, status, headers, requestId, isReplayed: headers.get('idempotent-replayed') === 'true' };
}

/** The methods of the contract, made from its table. */
function operationMethods(client: CallClient): Record<string, (...given: never[]) => unknown> {
  const ids = (Object.keys(OPERATIONS) as OperationId[]).filter((id) => rowOf(id).isPlain); // its keys are the ids
  return Object.fromEntries(
    ids.map((id) => {
      const { parameters, hasBody, isList } = rowOf(id);
      const hasInput = hasBody || Object.keys(parameters).length > 0;
      const method = (...given: readonly [Input?, CallOptions?]) => {
        const [input = {}, options = {}] = hasInput ? given : [{}, given[0]];
        const get = async (further: Input) => (await client.call(id, { ...input, ...further }, options)).body;
        if (!isList) return get({});
        // A list's output is a page: the generator takes for one what has a cursor.
        return createPages((cursor) => get(cursor === undefined ? {} : { cursor }) as Promise<Page<unknown>>);
      };
      return [id, method];
    }),
  );
}

/**
 * A client of one server and one client secret (or token). It holds no connection, so there is nothing to close.
 * @throws {TypeError} when a setting is missing or makes no sense
 *
 * @example
 * const milaan = createMilaanClient({ baseUrl: 'https://milaan.example', clientSecret: process.env.MILAAN_CLIENT_SECRET });
 * const done = await milaan.reconcile([{ name: 'purchases.csv', content }], { pan: 'ABCDE1234F' });
 * for await (const line of done.results()) console.log(line.result.matchType);
 */
export function createMilaanClient(settings: ClientSettings): MilaanClient {
  const client = createCallClient(resolveSettings(settings));
  const methods = operationMethods(client) as unknown as OperationMethods; // the table and the interface come from one generator
  const written: Omit<MilaanClient, keyof OperationMethods> = {
    // The body of each call is what the contract says of it.
    call: (operation, input, options = {}) => call(client, operation, input ?? {}, options) as Promise<Answer<never>>,
    reconcile: (files, args, options = {}) => reconcile(client, files, args, options),
    async triggerAndWait(body, options = {}) {
      const { onProgress: _, longPollSeconds: __, totalTimeoutMs: ___, ...each } = options;
      const { workflowId } = await methods.triggerWorkflow({ body }, each);
      return unlessFailed(await waitForWorkflow(client, workflowId, options));
    },
    waitForWorkflow: (workflowId, options = {}) => waitForWorkflow(client, workflowId, options),
    waitForIngestion: (activityId, options = {}) => waitForIngestion(client, activityId, options),
    workflowEvents: (workflowId, options = {}) => workflowEvents(client, workflowId, options),
    results: (workflowId, options = {}) => readResults(client, workflowId, options),
    suppliers: (workflowId, options = {}) => readSuppliers(client, workflowId, options),
    report: (workflowId, options = {}) => readReport(client, workflowId, options),
    upload: (file, options = {}) => uploadFile(client, file, options),
    download: (url, options = {}) => downloadFile(client, async () => url, options).bytes,
  };
  return Object.freeze({ ...methods, ...written });
}
