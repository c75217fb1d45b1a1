import type { CallClient } from '../call-client.ts';
import { downloadFile } from '../files/download.ts';
import { linesOf } from '../files/lines.ts';
import type { ResultLine, SupplierLine } from '../files/result-lines.ts';
import type { Workflow } from '../generated/contract.ts';
import type { CallOptions } from '../settings/call-options.ts';

type FileName = Exclude<keyof Workflow['reconStatus'], 'status'>;

const bytesOf = (client: CallClient, workflowId: string, file: FileName, options: CallOptions) =>
  downloadFile(
    client,
    async () => {
      const { body } = await client.call('getWorkflowResults', { workflowId }, options);
      const url = (body as Workflow).reconStatus[file]; // what the contract says of this call
      if (url === null) throw new Error(`The workflow ${workflowId} has no ${file}.`);
      return url;
    },
    options,
  );

/** Every line of the result, in the order of the file. */
export const readResults = (client: CallClient, workflowId: string, options: CallOptions) =>
  linesOf<ResultLine>(bytesOf(client, workflowId, 'reconResultsFileUrl', options));

/** Every supplier of the result. */
export const readSuppliers = (client: CallClient, workflowId: string, options: CallOptions) =>
  linesOf<SupplierLine>(bytesOf(client, workflowId, 'reconResultsVendorFileUrl', options));

/** The Excel report, whole. */
export async function readReport(client: CallClient, workflowId: string, options: CallOptions): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of bytesOf(client, workflowId, 'reportUrl', options).bytes)
    pieces.push(piece as Uint8Array<ArrayBuffer>); // no fetch gives shared memory
  return new Blob(pieces, { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' });
}
