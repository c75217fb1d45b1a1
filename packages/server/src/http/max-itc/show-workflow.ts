import type { OperationSuccess } from '@milaan/contract';
import type { Pan } from '@milaan/gst';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import { showFault } from '../../workflows/workflow-failure.ts';
import { fileUrl, showFileError } from '../file-urls.ts';
import type { ServerContext } from '../server-context.ts';

export type ShownWorkflow = OperationSuccess<'getWorkflow'>['body'];

/** The result files that the resource names, with the names under which they are saved. */
const RESULT_FILES = {
  reconResultsFileUrl: { name: 'results.jsonl.gz', contentType: 'application/gzip' },
  reconResultsVendorFileUrl: { name: 'suppliers.jsonl.gz', contentType: 'application/gzip' },
  reportUrl: {
    name: 'report.xlsx',
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
} as const;

async function resultUrl(
  server: Pick<ServerContext, 'store' | 'clock'>,
  { pan, resultKeys }: Workflow,
  file: keyof typeof RESULT_FILES,
): Promise<string | null> {
  const { name, contentType } = RESULT_FILES[file];
  const key = resultKeys?.[name];
  return key === undefined ? null : fileUrl(server, key, { fileName: `${pan}-${name}`, contentType });
}

const RECON_STATUS = { WORKFLOW_COMPLETED: 'SUCCESS', WORKFLOW_FAILED: 'FAILED' } as const;

const reconStatusOf = (status: Workflow['status']): 'PENDING' | 'SUCCESS' | 'FAILED' =>
  status === 'WORKFLOW_COMPLETED' || status === 'WORKFLOW_FAILED' ? RECON_STATUS[status] : 'PENDING';

/** The workflow as callers see it. Its URLs are signed anew and good for a day. */
export async function showWorkflow(
  server: Pick<ServerContext, 'store' | 'clock'>,
  workflow: Workflow,
): Promise<ShownWorkflow> {
  const [reconResultsFileUrl, reconResultsVendorFileUrl, reportUrl, fileErrors] = await Promise.all([
    resultUrl(server, workflow, 'reconResultsFileUrl'),
    resultUrl(server, workflow, 'reconResultsVendorFileUrl'),
    resultUrl(server, workflow, 'reportUrl'),
    Promise.all(workflow.fileErrors.map((fileError) => showFileError(server, fileError))),
  ]);
  const { id, pan, reconType, status, progress, createdAt, updatedAt, endedAt, error, summary } = workflow;
  return {
    workflowId: id,
    pan: pan as Pan, // it was one when it was accepted
    reconType,
    status,
    progress,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    reconStatus: { status: reconStatusOf(status), reconResultsFileUrl, reconResultsVendorFileUrl, reportUrl },
    fileErrors,
    error: error === null ? null : showFault(error),
    summary: summary === null ? null : { ...summary },
  };
}
