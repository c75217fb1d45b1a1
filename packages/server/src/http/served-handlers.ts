import type { ServedOperationId } from '@milaan/contract';
import { listAuditEntries } from './audit/list-audit-entries.ts';
import { getAuthToken } from './authz/get-auth-token.ts';
import { getConfig } from './config/get-config.ts';
import { setConfig } from './config/set-config.ts';
import { listErrorCodes } from './error-codes/list-error-codes.ts';
import { streamWorkflowEvents } from './events/stream-workflow-events.ts';
import type { AnyHandler } from './handler.ts';
import { deleteHeldData } from './held-data/delete-held-data.ts';
import { listHeldData } from './held-data/list-held-data.ts';
import { getPurchaseIngestion } from './ingest/get-purchase-ingestion.ts';
import { ingestPurchaseFile } from './ingest/ingest-purchase-file.ts';
import { ingestPurchaseLines } from './ingest/ingest-purchase-lines.ts';
import { cancelWorkflow } from './max-itc/cancel-workflow.ts';
import { getWorkflow } from './max-itc/get-workflow.ts';
import { getWorkflowResults } from './max-itc/get-workflow-results.ts';
import { listWorkflows } from './max-itc/list-workflows.ts';
import { triggerWorkflow } from './max-itc/trigger-workflow.ts';
import { getRequest } from './requests/get-request.ts';
import { listResultDocuments } from './results/list-result-documents.ts';
import { getSettings } from './settings/get-settings.ts';
import { setSettings } from './settings/set-settings.ts';
import { createUploadUrl } from './upload/create-upload-url.ts';
import { downloadFile } from './upload/download-file.ts';
import { uploadFile } from './upload/upload-file.ts';
import { createWebhook } from './webhooks/create-webhook.ts';
import { deleteWebhook } from './webhooks/delete-webhook.ts';
import { getWebhook } from './webhooks/get-webhook.ts';
import { getWebhookDelivery } from './webhooks/get-webhook-delivery.ts';
import { listWebhookDeliveries } from './webhooks/list-webhook-deliveries.ts';
import { listWebhooks } from './webhooks/list-webhooks.ts';
import { replayWebhookDelivery } from './webhooks/replay-webhook-delivery.ts';

/** A handler for every operation that the contract says is served: one that is missing does not compile. */
export const SERVED_HANDLERS: { readonly [Id in ServedOperationId]: AnyHandler<Id> } = {
  listErrorCodes,
  getAuthToken,
  getConfig,
  setConfig,
  createUploadUrl,
  uploadFile,
  downloadFile,
  triggerWorkflow,
  getWorkflow,
  getWorkflowResults,
  listWorkflows,
  cancelWorkflow,
  ingestPurchaseFile,
  getPurchaseIngestion,
  ingestPurchaseLines,
  streamWorkflowEvents,
  listResultDocuments,
  listHeldData,
  deleteHeldData,
  createWebhook,
  listWebhooks,
  getWebhook,
  deleteWebhook,
  listWebhookDeliveries,
  getWebhookDelivery,
  replayWebhookDelivery,
  getSettings,
  setSettings,
  listAuditEntries,
  getRequest,
};

/** A handler as the pipeline calls it, after it has checked by the contract what the handler's own types say. */
export type ServedHandler = AnyHandler<never>;
