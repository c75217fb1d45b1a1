import { problemsOf } from '@milaan/contract';
import {
  countOpenIngestions,
  createdIngestion,
  findOpenIngestionOf,
  insertIngestions,
} from '../../state/ingestions.ts';
import { findUploadByKey } from '../../state/uploads.ts';
import { recordAction } from '../audit/record-action.ts';
import type { PreparedHandler } from '../handler.ts';
import { findUploadedFile, refusalOfFiles } from '../max-itc/uploaded-files.ts';
import { pollHint } from '../poll-hint.ts';
import { allowedRegistrations } from './allowed-registrations.ts';
import { showIngestion } from './show-ingestion.ts';

const refuse = problemsOf<'ingestPurchaseFile'>();

const PENDING_RETRY_AFTER_MS = 5000;
const QUEUE_RETRY_AFTER_MS = 30_000;

/** Accepts a file that was uploaded before; what it is, its content tells. */
export const ingestPurchaseFile: PreparedHandler<'ingestPurchaseFile'> = {
  async prepare({ request: { body }, caller, db, now, requestId }, server) {
    const { workspaceId, clientId } = caller;
    const allowed = allowedRegistrations(caller, body.userInputArgs.gstins);
    const file = await findUploadedFile(body.fileInfo, 'fileInfo.s3FileUrl', server, (key) =>
      findUploadByKey(db, workspaceId, key),
    );
    if ('code' in file) return refusalOfFiles([file]);
    const limit = server.settings.tasksPerWorkspace;
    if ((await countOpenIngestions(db, workspaceId)) >= limit) {
      return refuse('queue_full', { metadata: { limit }, retryAfterMs: QUEUE_RETRY_AFTER_MS });
    }
    const { upload, fileName } = file;
    const id = `act_${server.createUlid()}`;
    const ingestion = createdIngestion({
      id,
      workspaceId,
      workflowId: null,
      place: 0,
      uploadId: upload.id,
      sourceObjectKey: upload.objectKey,
      fileName,
      args: { ...allowed, templateId: body.userInputArgs.templateId },
      createdAt: now,
      createdBy: clientId,
    });
    return async ({ db: transaction, onCommit, audit }) => {
      const pending = await findOpenIngestionOf(transaction, upload.id);
      if (pending !== undefined) {
        return refuse('ingestion_pending', { metadata: { activityId: pending }, retryAfterMs: PENDING_RETRY_AFTER_MS });
      }
      await insertIngestions(transaction, [ingestion]);
      recordAction({ caller, audit, now, requestId }, server, 'ingestion.created', id);
      onCommit(() => server.workflows.start('ingestion', id));
      const location = `${server.settings.baseUrl}/integration/v1/ingest/file/purchase/status/${id}`;
      const headers = { location, ...pollHint(now, now) };
      return { status: 201, body: await showIngestion(server, ingestion), headers };
    };
  },
};
