import { type Operation, problemsOf, type RequestOf, type WorkspaceSettings } from '@milaan/contract';
import { requirePan } from '../../auth/scope.ts';
import { createdIngestion } from '../../state/ingestions.ts';
import type { StateDatabase } from '../../state/open-state.ts';
import type { Ingestion } from '../../state/tables/ingestion-tables.ts';
import type { Workflow, WorkflowArgs } from '../../state/tables/workflow-tables.ts';
import { findTriggerFacts } from '../../state/trigger-facts.ts';
import { acceptWorkflow, createdWorkflow } from '../../state/workflows.ts';
import { dateInIndia } from '../../workflows/india-time.ts';
import { findMissing, govtDataMissing } from '../../workflows/steps/pull.ts';
import { entryOf } from '../audit/record-action.ts';
import type { PlannedHandler } from '../handler.ts';
import { pollHint } from '../poll-hint.ts';
import { rangesToUse } from '../settings/ranges-to-use.ts';
import { showWorkflow } from './show-workflow.ts';
import { findUploadedFile, refusalOfFiles, type UploadedFile } from './uploaded-files.ts';

const refuse = problemsOf<'triggerWorkflow'>();

type Body = RequestOf<Operation<'triggerWorkflow'>>['body'];

/** By then some of the waiting ones have ended. */
const QUEUE_RETRY_AFTER_MS = 30_000;

/** Everything that the body leaves out is filled in, so that the row says all that the run needs. */
async function argsOf(
  { userInputArgs: given }: Body,
  settings: WorkspaceSettings,
  { db, workspaceId, now }: { readonly db: StateDatabase; readonly workspaceId: string; readonly now: Date },
): Promise<WorkflowArgs | null> {
  const ranges = await rangesToUse(db, { workspaceId, pan: given.pan, given, settings, now });
  if (ranges === null) return null;
  const { tolerancePaise, dateToleranceDays, probableTolerancePaise, probableToleranceRatio } = settings;
  const { gstins, templateId, allowMissingPeriods, asOf = null } = given;
  return {
    ...ranges,
    gstins: gstins === null || gstins.length === 0 ? null : [...new Set(gstins)].sort(),
    templateId,
    allowMissingPeriods,
    asOf,
    tolerances: { tolerancePaise, dateToleranceDays, probableTolerancePaise, probableToleranceRatio },
  };
}

/**
 * Why a day cannot be asked for, or null. What will be held on a day to come nobody knows, and the deadlines that it is
 * judged by have not passed; what comes with the request was not held on a day before.
 */
function faultOfDay(asOf: string, { fileList }: Body, now: Date): string | null {
  const today = dateInIndia(now);
  if (asOf > today) return `it is after today, ${today}`;
  if (asOf === today || fileList.length === 0) return null;
  return `the files of fileList are held from today, ${today}, on, and a workflow for an earlier day does not see them; take them in without it first, or leave fileList empty`;
}

/** A file in its place in the list; the later of two same documents wins. */
const ingestionOf = (
  { upload, fileName }: UploadedFile,
  place: number,
  workflow: Pick<Workflow, 'id' | 'workspaceId' | 'pan' | 'args' | 'createdAt' | 'createdBy'>,
  id: string,
): Ingestion =>
  createdIngestion({
    id,
    workspaceId: workflow.workspaceId,
    workflowId: workflow.id,
    place,
    uploadId: upload.id,
    sourceObjectKey: upload.objectKey,
    fileName,
    args: { gstins: workflow.args.gstins, pan: workflow.pan, allowedPans: null, templateId: workflow.args.templateId },
    createdAt: workflow.createdAt,
    createdBy: workflow.createdBy,
  });

const refusalOfPending = (workflowId: string, { userInputArgs: { pan, reconType } }: Body) =>
  refuse('workflow_pending', { param: 'userInputArgs.pan', metadata: { workflowId, pan, reconType } });

/**
 * Accepts a reconciliation. Whatever can be refused is refused before: files that are not there, ranges that nobody has
 * set, government data that no file of the request can bring.
 */
export const triggerWorkflow: PlannedHandler<'triggerWorkflow'> = {
  async plan({ request: { body }, caller, db, now, requestId }, server) {
    const { pan, reconType } = body.userInputArgs;
    requirePan(caller, pan, 'userInputArgs.pan');
    const { asOf } = body.userInputArgs;
    const reason = asOf === undefined ? null : faultOfDay(asOf, body, now);
    if (reason !== null) return refuse('parameter_invalid', { metadata: { param: 'userInputArgs.asOf', reason } });
    const { workspaceId } = caller;
    const objectKeys = body.fileList.flatMap(({ s3FileUrl }) => server.store.keyOfUrl(s3FileUrl) ?? []);
    const facts = await findTriggerFacts(db, { workspaceId, pan, reconType, objectKeys });
    const { settings, uploads, pendingWorkflows, pendingId } = facts;
    const args = await argsOf(body, settings.document, { db, workspaceId, now });
    if (args === null) {
      const subject = `the PAN ${pan}, and the request does not say both of its ranges`;
      return refuse('configuration_missing', { metadata: { subject } });
    }
    const uploadOf = new Map(uploads.map((upload) => [upload.objectKey, upload]));
    const found = await Promise.all(
      body.fileList.map((named, index) =>
        findUploadedFile(named, `fileList[${index}].s3FileUrl`, server, (key) => uploadOf.get(key)),
      ),
    );
    const [faulty, ...others] = found.filter((file) => 'code' in file);
    if (faulty !== undefined) return refusalOfFiles([faulty, ...others]);
    const files = found.filter((file): file is UploadedFile => !('code' in file));
    // The files that the first one is still taking in are not held yet: nothing may be called missing because of that.
    if (pendingId !== null) return refusalOfPending(pendingId, body);
    if (files.length === 0 && !args.allowMissingPeriods && (!server.hasGovtDataSource || args.asOf !== null)) {
      const missing = await findMissing(server, { workspaceId, pan, reconType, args });
      if (missing.length > 0) return govtDataMissing(missing, reconType);
    }
    const limit = server.settings.tasksPerWorkspace;
    if (pendingWorkflows >= limit) {
      return refuse('queue_full', { metadata: { limit }, retryAfterMs: QUEUE_RETRY_AFTER_MS });
    }
    const id = `wf_${server.createUlid()}`;
    const accepted = { id, workspaceId, pan, args, createdAt: now, createdBy: caller.clientId };
    const ingestions = files.map((file, place) => ingestionOf(file, place, accepted, `act_${server.createUlid()}`));
    const workflow = createdWorkflow({
      ...accepted,
      reconType,
      files: ingestions.map((ingestion) => ({ ingestionId: ingestion.id, fileName: ingestion.fileName })),
    });
    const acting = { caller, now, requestId };
    const location = `${server.settings.baseUrl}/integration/v1/maxItc/workflow/${id}`;
    return {
      outcome: {
        status: 201,
        body: await showWorkflow(server, workflow),
        headers: { location, ...pollHint(now, now) },
      },
      entries: [entryOf(acting, server, 'workflow.triggered', id, { pan, reconType, files: files.length })],
      async write(database, notes) {
        const other = await acceptWorkflow(database, { workflow, files: ingestions, notes });
        return other === null ? null : refusalOfPending(other, body);
      },
      onWritten: () => server.workflows.start('workflow', id),
    };
  },
};
