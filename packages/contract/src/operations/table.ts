import type * as z from 'zod';
import type { SuccessStatus } from '../errors/statuses.ts';
import type { OperationContract } from './define-operation.ts';
import { cancelWorkflow } from './served/cancel-workflow.ts';
import { createUploadUrl } from './served/create-upload-url.ts';
import { downloadFile } from './served/download-file.ts';
import { getAuthToken } from './served/get-auth-token.ts';
import { getConfig } from './served/get-config.ts';
import { getRequest } from './served/get-request.ts';
import { getWorkflow, getWorkflowResults } from './served/get-workflow.ts';
import { deleteHeldData, listHeldData } from './served/held-data.ts';
import { getPurchaseIngestion, ingestPurchaseFile, ingestPurchaseLines } from './served/ingest-purchase.ts';
import { listAuditEntries } from './served/list-audit-entries.ts';
import { listErrorCodes } from './served/list-error-codes.ts';
import { listResultDocuments } from './served/list-result-documents.ts';
import { listWorkflows } from './served/list-workflows.ts';
import { setConfig } from './served/set-config.ts';
import { getSettings, setSettings } from './served/settings.ts';
import { streamWorkflowEvents } from './served/stream-workflow-events.ts';
import { triggerWorkflow } from './served/trigger-workflow.ts';
import { uploadFile } from './served/upload-file.ts';
import { getWebhookDelivery, listWebhookDeliveries, replayWebhookDelivery } from './served/webhook-deliveries.ts';
import { createWebhook, deleteWebhook, getWebhook, listWebhooks } from './served/webhooks.ts';

/** Every call of the API by its operation id, in the order of the specification. */
export const OPERATIONS = Object.freeze({
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
  streamWorkflowEvents,
  listResultDocuments,
  ingestPurchaseFile,
  getPurchaseIngestion,
  ingestPurchaseLines,
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
});

export type OperationId = keyof typeof OPERATIONS;
export type Operation<Id extends OperationId = OperationId> = (typeof OPERATIONS)[Id];

/** The operations that a server answers today. */
export type ServedOperationId = {
  [Id in OperationId]: Operation<Id>['isServed'] extends true ? Id : never;
}[OperationId];

/** The codes that an operation may answer with; any other is a compile error where its handler makes a failure. */
export type OperationCode<Id extends OperationId> = Operation<Id>['codes'][number];

/** The statuses with which an operation succeeds. */
export type OperationStatus<Id extends OperationId> = keyof Operation<Id>['success'] & SuccessStatus;

/** Bytes as a handler hands them over: all at once, or as they come. */
export type AnswerBytes = string | Uint8Array | ReadableStream<Uint8Array>;

type AnswerOf<Success> = Success extends { readonly body: infer Body extends z.ZodType }
  ? { readonly body: z.input<Body> }
  : Success extends { readonly body: null; readonly mediaType: infer MediaType }
    ? { readonly body: AnswerBytes; readonly mediaType: MediaType extends '*/*' ? string : MediaType }
    : never;

/** A successful answer of an operation: one of its own statuses with the body that belongs to it. */
export type OperationSuccess<Id extends OperationId> = {
  [S in OperationStatus<Id>]: { readonly status: S } & AnswerOf<Operation<Id>['success'][S]>;
}[OperationStatus<Id>];

/** Every contract, without its literal types. */
export const ALL_OPERATIONS: readonly OperationContract[] = Object.freeze(Object.values(OPERATIONS));

/** The contracts of the calls that a server answers today; the OpenAPI document lists these. */
export const SERVED_OPERATIONS: readonly OperationContract[] = Object.freeze(
  ALL_OPERATIONS.filter((operation) => operation.isServed),
);
