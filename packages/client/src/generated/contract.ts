/* Written by `npm run client:types` from the contract, and held equal to it by a test. Long, because it is the whole
   contract: every code, every resource, every call. */
// biome-ignore-all format: nobody edits this file
import type { ResultLine } from '../files/result-lines.ts';
import type { Pages } from '../pages/pages.ts';
import type { CallOptions } from '../settings/call-options.ts';

/** A code of the Error Code Master. Never renamed, never reused. */
export type ErrorCode = keyof ErrorStatuses;

/** Which status each code comes with. */
export interface ErrorStatuses {
  /** A required parameter is missing */
  readonly parameter_missing: 400;
  /** A parameter is invalid */
  readonly parameter_invalid: 400;
  /** A parameter is unknown */
  readonly parameter_unknown: 400;
  /** The body is not valid JSON */
  readonly body_malformed: 400;
  /** The body is too large */
  readonly body_too_large: 400;
  /** The media type is not supported */
  readonly media_type_unsupported: 400;
  /** The request is malformed */
  readonly request_malformed: 400;
  /** The resource does not exist */
  readonly resource_missing: 400;
  /** There is no such operation */
  readonly route_unknown: 400;
  /** The method is not allowed here */
  readonly method_not_allowed: 400;
  /** The idempotency key is invalid */
  readonly idempotency_key_invalid: 400;
  /** The idempotency key was used for another request */
  readonly idempotency_key_reused: 400;
  /** The range of periods is invalid */
  readonly period_range_invalid: 400;
  /** A GSTIN is invalid */
  readonly gstin_invalid: 400;
  /** A GSTIN does not belong to the PAN */
  readonly gstin_not_of_pan: 400;
  /** The URL of the webhook is refused */
  readonly webhook_url_refused: 400;
  /** The question is empty */
  readonly ask_empty: 400;
  /** No auth token was sent */
  readonly token_missing: 401;
  /** The auth token is invalid */
  readonly token_invalid: 401;
  /** The auth token has expired */
  readonly token_expired: 401;
  /** The auth token was revoked */
  readonly token_revoked: 401;
  /** The client secret is invalid */
  readonly client_secret_invalid: 401;
  /** The auth token does not cover this request */
  readonly scope_insufficient: 401;
  /** The upload URL has expired */
  readonly upload_url_expired: 401;
  /** The upload URL is invalid */
  readonly upload_url_invalid: 401;
  /** The URL of the file has expired */
  readonly file_url_expired: 401;
  /** The URL of the file is invalid */
  readonly file_url_invalid: 401;
  /** The file was not uploaded */
  readonly file_not_uploaded: 402;
  /** The file cannot be read */
  readonly file_unreadable: 402;
  /** Nothing is configured yet */
  readonly configuration_missing: 402;
  /** Government data is missing */
  readonly govt_data_missing: 402;
  /** Government data is incomplete */
  readonly govt_data_incomplete: 402;
  /** A GST portal session is required */
  readonly gstn_session_required: 402;
  /** The GST portal denied access */
  readonly gstn_access_denied: 402;
  /** The workflow failed */
  readonly workflow_failed: 402;
  /** The workflow was cancelled */
  readonly workflow_cancelled: 402;
  /** The workflow has not finished */
  readonly workflow_not_finished: 402;
  /** A quota of the workspace is exhausted */
  readonly quota_exhausted: 402;
  /** A workflow is pending */
  readonly workflow_pending: 409;
  /** An ingestion is pending */
  readonly ingestion_pending: 409;
  /** The same request is still running */
  readonly idempotency_key_in_use: 409;
  /** The resource was changed meanwhile */
  readonly version_mismatch: 409;
  /** The task has already finished */
  readonly task_finished: 409;
  /** Too many requests */
  readonly rate_limit_requests: 429;
  /** Too many requests at the same time */
  readonly rate_limit_concurrency: 429;
  /** No more tokens today */
  readonly token_quota_exhausted: 429;
  /** The queue is full */
  readonly queue_full: 429;
  /** Something went wrong on our side */
  readonly internal_error: 500;
  /** A service behind us answered nonsense */
  readonly upstream_invalid_response: 502;
  /** The server is shutting down */
  readonly draining: 503;
  /** The server is overloaded */
  readonly overloaded: 503;
  /** The database is away */
  readonly database_unavailable: 503;
  /** The storage is away */
  readonly storage_unavailable: 503;
  /** A service behind us was too slow */
  readonly upstream_timeout: 504;
}

/** One thing that was done. */
export interface AuditEntry {
  readonly auditEntryId: string;
  /** A moment, ISO 8601 in UTC. */
  readonly at: string;
  readonly action: 'config.set' | 'settings.set' | 'workflow.triggered' | 'workflow.cancelled' | 'workflow.completed' | 'workflow.failed' | 'ingestion.created' | 'ingestion.completed' | 'ingestion.failed' | 'heldData.deleted' | 'webhook.created' | 'webhook.deleted' | 'webhookDelivery.replayed';
  /** Who did it; null for what the server did by itself. */
  readonly clientId: string | null;
  readonly clientName: string | null;
  /** The request that did it, as the log knows it. */
  readonly requestId: string | null;
  /** What it was done to: an id, a PAN, a GSTIN. */
  readonly subjectId: string | null;
  /** What else there is to know. Never a figure. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What was done, the newest first. */
export interface AuditPage {
  readonly items: readonly AuditEntry[];
  /** The `cursor` of the next page; null when this is the last. */
  readonly nextCursor: string | null;
}

/** The configuration of a workspace, or of one PAN in it. */
export interface Config {
  readonly userEmail: string | null;
  readonly customTemplateId: string | null;
  /** What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A. */
  readonly reconType: 'MAX_ITC_2B_PR' | 'MAX_ITC_2A_PR' | 'MAX_ITC_6A_PR' | 'MAX_ITC_8A_PR';
  /** Sections of the statement that take part; none listed means all. */
  readonly sectionNames: readonly ('B2B' | 'B2BA' | 'CDNR' | 'CDNRA' | 'ECO' | 'ECOA' | 'ISD' | 'ISDA' | 'IMPG' | 'IMPGA' | 'IMPGSEZ' | 'IMPGSEZA')[];
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly pullReturnPeriodStart: string;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly pullReturnPeriodEnd: string;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly reconReturnPeriodStart: string;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly reconReturnPeriodEnd: string;
  /** False: kept, but not run on its own. */
  readonly active: boolean;
  /** Always null: a failure is never told in a 200. */
  readonly error: string | null;
}

/** A place that wants to hear of events. */
export interface CreateWebhook {
  /** Where events are sent by POST. */
  readonly url: string;
  /** The events that are sent. */
  readonly events?: readonly ('workflow.completed' | 'workflow.failed' | 'ingestion.completed' | 'ingestion.failed')[] | undefined;
  readonly description?: string | null | undefined;
}

/** The webhook with its secret. */
export interface CreatedWebhook {
  readonly webhookId: string;
  /** Where events are sent by POST. */
  readonly url: string;
  /** The events that are sent. */
  readonly events: readonly ('workflow.completed' | 'workflow.failed' | 'ingestion.completed' | 'ingestion.failed')[];
  readonly description: string | null;
  /** A moment, ISO 8601 in UTC. */
  readonly createdAt: string;
  /** Signs the deliveries (Standard Webhooks). It is not shown again. */
  readonly secret: string;
}

/** What was deleted; nothing where nothing was held. */
export interface DeletedData {
  /** GST identification number, 15 characters. */
  readonly gstin: string;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly period: string;
  /** Where something was held, and is not any more. */
  readonly sides: readonly ('BOOKS' | 'GSTR_2B' | 'GSTR_2A')[];
}

/** One attempt. Any 2XX accepts; a redirect is not followed. */
export interface DeliveryAttempt {
  /** A moment, ISO 8601 in UTC. */
  readonly at: string;
  readonly outcome: 'ACCEPTED' | 'REFUSED' | 'TIMED_OUT' | 'UNREACHABLE' | 'ADDRESS_REFUSED';
  readonly httpStatus: number | null;
  readonly durationMs: number;
}

/** Every status and every code that this API can answer with. */
export interface ErrorMaster {
  readonly statuses: readonly ({
    readonly status: 200 | 201 | 400 | 401 | 402 | 409 | 429 | 500 | 502 | 503 | 504;
    readonly name: string;
    readonly when: string;
    readonly side: 'success' | 'caller' | 'server';
    readonly retry: string;
  })[];
  readonly codes: readonly ({
    readonly code: ErrorCode;
    readonly status: 200 | 201 | 400 | 401 | 402 | 409 | 429 | 500 | 502 | 503 | 504;
    readonly title: string;
    readonly retryable: boolean;
    readonly hasRetryAfter: boolean;
    readonly doc: string;
    readonly docsUrl: string;
    readonly example: Problem;
  })[];
}

/** One fault of a request. */
export interface Fault {
  readonly code: ErrorCode;
  readonly detail: string;
  /** JSON Pointer (RFC 6901) into the body, or null. */
  readonly pointer: string | null;
  /** Name of the parameter at fault. */
  readonly param: string | null;
}

/** Documents of one registration that were taken in together and are held. */
export interface HeldData {
  readonly segmentId: string;
  /** The purchase register (`BOOKS`) or the statement that is meant. */
  readonly side: 'BOOKS' | 'GSTR_2B' | 'GSTR_2A';
  /** Permanent Account Number. */
  readonly pan: string;
  /** GST identification number, 15 characters. */
  readonly gstin: string;
  /** The earliest return period among the documents. */
  readonly firstPeriod: string | null;
  /** The latest return period among the documents. */
  readonly lastPeriod: string | null;
  /** The day on which the government made the statement, as it says; null for a register. */
  readonly generatedOn: string | null;
  readonly documents: number;
  /** Periods of it that were deleted since; their documents do not count any more. */
  readonly deletedPeriods: readonly string[];
  /** The ingestion that took it in; null where the documents of several were put together since. */
  readonly activityId: string | null;
  /** A moment, ISO 8601 in UTC. */
  readonly receivedAt: string;
}

/** What is held, the newest first. */
export interface HeldDataPage {
  readonly items: readonly HeldData[];
  /** The `cursor` of the next page; null when this is the last. */
  readonly nextCursor: string | null;
}

/** Take in a purchase register that was uploaded before. */
export interface IngestPurchaseFile {
  readonly userInputArgs: {
    readonly gstins?: readonly string[] | null | undefined;
    /** Any template id is accepted: the columns of a register are told by their headers. */
    readonly templateId?: string | null | undefined;
  };
  readonly fileInfo: {
    readonly s3FileUrl: string;
    /** Name of the file as its owner knows it. */
    readonly userFileName: string;
  };
}

/** Purchase lines, all or none of which are taken in. */
export type IngestPurchaseLines = readonly (Readonly<Record<string, string | number | boolean | null>>)[] | {
  /** What connectors say about their lines; it changes nothing. */
  readonly userInputArgs?: {
    /** Any template id is accepted: the columns of a register are told by their headers. */
    readonly templateId?: string | null | undefined;
  } | null | undefined;
  readonly jsonRecords: readonly (Readonly<Record<string, string | number | boolean | null>>)[];
};

/** What was taken in, per registration. */
export interface IngestedLines {
  readonly gstinStats: readonly {
    /** GST identification number, 15 characters. */
    readonly gstin: string;
    readonly totalDocumentCount: number;
    readonly validRows: number;
    readonly invalidRows: number;
  }[];
}

/** A purchase register being taken in. */
export interface Ingestion {
  readonly activityId: string;
  readonly status: 'ACTIVITY_CREATED' | 'ACTIVITY_QUEUED' | 'ACTIVITY_COMPLETED' | 'ACTIVITY_DISCARDED' | 'SYSTEM_FEEDBACK' | 'UNPLANNED_ERROR';
  readonly processingStats: readonly ({
    /** Null for rows in which no own GSTIN can be read. */
    readonly gstin: string | null;
    readonly totalDocumentCount: number;
    readonly validRows: number;
    readonly invalidRows: number;
  })[];
  readonly fileError: {
    readonly inputFileName: string;
    readonly status: string;
    readonly errorFileUrl: string | null;
  } | null;
  /** Why nothing was taken in. Reading a failed ingestion is a 200. */
  readonly error: {
    readonly code: ErrorCode;
    readonly detail: string;
    /** JSON Pointer (RFC 6901) into the body, or null. */
    readonly pointer: string | null;
    /** Name of the parameter at fault. */
    readonly param: string | null;
    /** The variables of the sentence and whatever else helps, such as the missing periods. */
    readonly metadata: Readonly<Record<string, unknown>>;
  } | null;
  /** A moment, ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** An ingestion of its own has ended. */
export interface IngestionMessage {
  readonly type: 'ingestion.completed' | 'ingestion.failed';
  /** When it happened. */
  readonly timestamp: string;
  readonly data: {
    readonly activityId: string;
    readonly status: 'ACTIVITY_CREATED' | 'ACTIVITY_QUEUED' | 'ACTIVITY_COMPLETED' | 'ACTIVITY_DISCARDED' | 'SYSTEM_FEEDBACK' | 'UNPLANNED_ERROR';
    readonly fileName: string;
    /** A moment, ISO 8601 in UTC. */
    readonly createdAt: string;
    /** A moment, ISO 8601 in UTC. */
    readonly endedAt: string;
    /** Why it failed; null when it has not. */
    readonly error: {
      readonly code: ErrorCode;
      readonly detail: string;
    } | null;
  };
}

/** A failure (RFC 9457). */
export interface Problem {
  /** The documentation page of the code. */
  readonly type: string;
  readonly title: string;
  readonly status: 400 | 401 | 402 | 409 | 429 | 500 | 502 | 503 | 504;
  /** For people; it may change. Its variables are in metadata. */
  readonly detail: string;
  /** This one occurrence. */
  readonly instance: string;
  readonly code: ErrorCode;
  /** Name of the parameter at fault. */
  readonly param: string | null;
  /** Every fault of the request; metadata.faultCount is the total. */
  readonly errors: readonly Fault[];
  /** Facts for machines: every variable of detail. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/** One fault of a request, without its values. */
export interface RecordedFault {
  readonly code: ErrorCode;
  /** JSON Pointer (RFC 6901) into the body, or null. */
  readonly pointer: string | null;
  /** Name of the parameter at fault. */
  readonly param: string | null;
}

/** What happened to one request. */
export interface RequestRecord {
  readonly requestId: string;
  /** A moment, ISO 8601 in UTC. */
  readonly receivedAt: string;
  /** From its arrival until its answer began. */
  readonly durationMs: number;
  readonly method: string;
  /** Null where no operation was found. */
  readonly operationId: string | null;
  /** The path of the operation with its parameters by name, never as it was sent. */
  readonly path: string | null;
  readonly status: 200 | 201 | 400 | 401 | 402 | 409 | 429 | 500 | 502 | 503 | 504;
  /** Null where the request worked; so are the four members after it. */
  readonly code: ErrorCode | null;
  readonly title: string | null;
  /** The documentation page of the code. */
  readonly type: string | null;
  readonly retryable: boolean | null;
  readonly retryAfterMs: number | null;
  /** The parameters and fields at fault. */
  readonly errors: readonly RecordedFault[];
  /** The `X-Request-Id` that came with it. */
  readonly callerRequestId: string | null;
  /** The client that sent it. */
  readonly clientId: string | null;
  /** Whether `x-milaan-simulate` ordered the answer or its delay. */
  readonly isSimulated: boolean;
  /** The request whose answer was given again, because both had one `Idempotency-Key`. */
  readonly originalRequest: string | null;
}

/** One result: exactly what its line in the results file says. */
export type ResultDocument = ResultLine;

/** Results in the order of the results file. */
export interface ResultDocumentPage {
  readonly items: readonly ResultDocument[];
  /** The `cursor` of the next page; null when this is the last. */
  readonly nextCursor: string | null;
  readonly total: number;
}

/** A configuration to store for the workspace, or for the PAN that it names. */
export interface SetConfig {
  /** Permanent Account Number. */
  readonly pan?: string | undefined;
  readonly userEmail?: string | null | undefined;
  readonly customTemplateId?: string | null | undefined;
  /** What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A. */
  readonly reconType?: 'MAX_ITC_2B_PR' | 'MAX_ITC_2A_PR' | 'MAX_ITC_6A_PR' | 'MAX_ITC_8A_PR' | undefined;
  /** Sections of the statement that take part; none listed means all. */
  readonly sectionNames?: readonly ('B2B' | 'B2BA' | 'CDNR' | 'CDNRA' | 'ECO' | 'ECOA' | 'ISD' | 'ISDA' | 'IMPG' | 'IMPGA' | 'IMPGSEZ' | 'IMPGSEZA')[] | undefined;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly pullReturnPeriodStart: string;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly pullReturnPeriodEnd: string;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly reconReturnPeriodStart: string;
  /** Return period as MMYYYY: 102026 is October 2026. */
  readonly reconReturnPeriodEnd: string;
  /** False: kept, but not run on its own. */
  readonly active?: boolean | undefined;
  /** As it was read; it changes nothing. */
  readonly error?: null | undefined;
}

/** Settings to store for the workspace. */
export interface SetSettings {
  /** Largest difference of one amount that still counts as rounding, in paise. */
  readonly tolerancePaise?: number | undefined;
  /** Largest distance of two document dates that still counts as the same bill, in days. */
  readonly dateToleranceDays?: number | undefined;
  /** A pair without an agreeing number may differ by this much in taxable value, in paise, */
  readonly probableTolerancePaise?: number | undefined;
  /** or by this share of it, whichever is larger. */
  readonly probableToleranceRatio?: number | undefined;
  /** Return periods that are pulled, up to the last month that has ended; null for none. */
  readonly defaultPullPeriods?: number | null | undefined;
  /** Return periods that are reconciled, up to the last month that has ended; null for none. */
  readonly defaultReconPeriods?: number | null | undefined;
}

/** How workflows of the workspace reconcile. */
export interface Settings {
  /** Largest difference of one amount that still counts as rounding, in paise. */
  readonly tolerancePaise: number;
  /** Largest distance of two document dates that still counts as the same bill, in days. */
  readonly dateToleranceDays: number;
  /** A pair without an agreeing number may differ by this much in taxable value, in paise, */
  readonly probableTolerancePaise: number;
  /** or by this share of it, whichever is larger. */
  readonly probableToleranceRatio: number;
  /** Return periods that are pulled, up to the last month that has ended; null for none. */
  readonly defaultPullPeriods: number | null;
  /** Return periods that are reconciled, up to the last month that has ended; null for none. */
  readonly defaultReconPeriods: number | null;
}

/** An auth token; it revokes the one that the client had before. */
export interface Token {
  /** The auth token. It is not shown again. */
  readonly access_token: string;
  /** When it expires; null when it never does. */
  readonly valid_till: string | null;
}

/** Ingest these files, pull the one range, reconcile the other. */
export interface TriggerWorkflow {
  readonly fileList?: readonly {
    readonly s3FileUrl: string;
    /** Name of the file as its owner knows it. */
    readonly userFileName: string;
  }[] | null | undefined;
  readonly userInputArgs: {
    readonly gstins?: readonly string[] | null | undefined;
    /** Permanent Account Number. */
    readonly pan: string;
    /** Return period as MMYYYY: 102026 is October 2026. */
    readonly pullReturnPeriodStart?: string | null | undefined;
    /** Return period as MMYYYY: 102026 is October 2026. */
    readonly pullReturnPeriodEnd?: string | null | undefined;
    /** Return period as MMYYYY: 102026 is October 2026. */
    readonly reconReturnPeriodStart?: string | null | undefined;
    /** Return period as MMYYYY: 102026 is October 2026. */
    readonly reconReturnPeriodEnd?: string | null | undefined;
    /** What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A. */
    readonly reconType?: 'MAX_ITC_2B_PR' | 'MAX_ITC_2A_PR' | 'MAX_ITC_6A_PR' | 'MAX_ITC_8A_PR' | null | undefined;
    /** Any template id is accepted: the columns of a register are told by their headers. */
    readonly templateId?: string | null | undefined;
    readonly allowMissingPeriods?: boolean | null | undefined;
    /** Reconcile what was held at the end of this day (IST), judged on that day. Not after today. */
    readonly asOf?: string | null | undefined;
  };
}

/** A file that is completely there. */
export interface Upload {
  readonly status: 'UPLOADED';
  readonly sizeBytes: number;
}

/** A place for one file. */
export interface UploadUrl {
  readonly status: 'CREATED';
  /** Where to PUT the file, valid for ten minutes. The URL is the permission. */
  readonly preSignedS3Url: string;
  readonly errorCode: null;
  readonly errorMessage: null;
}

/** A place that hears of events of the workspace. */
export interface Webhook {
  readonly webhookId: string;
  /** Where events are sent by POST. */
  readonly url: string;
  /** The events that are sent. */
  readonly events: readonly ('workflow.completed' | 'workflow.failed' | 'ingestion.completed' | 'ingestion.failed')[];
  readonly description: string | null;
  /** A moment, ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** One message on its way to one webhook. */
export interface WebhookDelivery {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly event: 'workflow.completed' | 'workflow.failed' | 'ingestion.completed' | 'ingestion.failed';
  /** The workflow or the ingestion that it tells of. */
  readonly subjectId: string;
  readonly status: 'PENDING' | 'DELIVERED' | 'FAILED';
  readonly attempts: readonly DeliveryAttempt[];
  readonly nextAttemptAt: string | null;
  /** The delivery whose message this sends again. */
  readonly replayOf: string | null;
  /** A moment, ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** The deliveries to a webhook, the newest first. */
export interface WebhookDeliveryPage {
  readonly items: readonly WebhookDelivery[];
  /** The `cursor` of the next page; null when this is the last. */
  readonly nextCursor: string | null;
}

/** The webhooks of the workspace, the newest first. */
export interface WebhookPage {
  readonly items: readonly Webhook[];
  /** The `cursor` of the next page; null when this is the last. */
  readonly nextCursor: string | null;
}

/** One reconciliation. */
export interface Workflow {
  readonly workflowId: string;
  /** Permanent Account Number. */
  readonly pan: string;
  /** What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A. */
  readonly reconType: 'MAX_ITC_2B_PR' | 'MAX_ITC_2A_PR' | 'MAX_ITC_6A_PR' | 'MAX_ITC_8A_PR';
  /** How far it is. Completed and failed are final; a cancelled workflow is a failed one. */
  readonly status: 'WORKFLOW_CREATED' | 'WORKFLOW_INGESTING' | 'WORKFLOW_PULLING' | 'WORKFLOW_RECONCILING' | 'WORKFLOW_COMPLETED' | 'WORKFLOW_FAILED';
  readonly progress: {
    readonly done: number;
    readonly total: number | null;
    readonly unit: string;
  } | null;
  /** A moment, ISO 8601 in UTC. */
  readonly createdAt: string;
  /** A moment, ISO 8601 in UTC. */
  readonly updatedAt: string;
  readonly endedAt: string | null;
  readonly reconStatus: {
    readonly status: 'PENDING' | 'SUCCESS' | 'FAILED';
    readonly reconResultsFileUrl: string | null;
    readonly reconResultsVendorFileUrl: string | null;
    readonly reportUrl: string | null;
  };
  readonly fileErrors: readonly ({
    readonly inputFileName: string;
    readonly status: string;
    readonly errorFileUrl: string | null;
  })[];
  /** Why it failed. Reading a failed workflow is a 200. */
  readonly error: {
    readonly code: ErrorCode;
    readonly detail: string;
    /** JSON Pointer (RFC 6901) into the body, or null. */
    readonly pointer: string | null;
    /** Name of the parameter at fault. */
    readonly param: string | null;
    /** The variables of the sentence and whatever else helps, such as the missing periods. */
    readonly metadata: Readonly<Record<string, unknown>>;
  } | null;
  readonly summary: Readonly<Record<string, unknown>> | null;
}

/** A workflow has ended. */
export interface WorkflowMessage {
  readonly type: 'workflow.completed' | 'workflow.failed';
  /** When it happened. */
  readonly timestamp: string;
  readonly data: {
    readonly workflowId: string;
    /** Permanent Account Number. */
    readonly pan: string;
    /** What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A. */
    readonly reconType: 'MAX_ITC_2B_PR' | 'MAX_ITC_2A_PR' | 'MAX_ITC_6A_PR' | 'MAX_ITC_8A_PR';
    readonly status: 'WORKFLOW_COMPLETED' | 'WORKFLOW_FAILED';
    /** A moment, ISO 8601 in UTC. */
    readonly createdAt: string;
    /** A moment, ISO 8601 in UTC. */
    readonly endedAt: string;
    /** Why it failed; null when it has not. */
    readonly error: {
      readonly code: ErrorCode;
      readonly detail: string;
    } | null;
  };
}

/** Workflows, the newest first. */
export interface WorkflowPage {
  readonly items: readonly Workflow[];
  /** The `cursor` of the next page; null when this is the last. */
  readonly nextCursor: string | null;
}

/** The name of a call. */
export type OperationId = 'listErrorCodes' | 'getAuthToken' | 'getConfig' | 'setConfig' | 'createUploadUrl' | 'uploadFile' | 'downloadFile' | 'triggerWorkflow' | 'getWorkflow' | 'getWorkflowResults' | 'listWorkflows' | 'cancelWorkflow' | 'streamWorkflowEvents' | 'listResultDocuments' | 'ingestPurchaseFile' | 'getPurchaseIngestion' | 'ingestPurchaseLines' | 'listHeldData' | 'deleteHeldData' | 'createWebhook' | 'listWebhooks' | 'getWebhook' | 'deleteWebhook' | 'listWebhookDeliveries' | 'getWebhookDelivery' | 'replayWebhookDelivery' | 'getSettings' | 'setSettings' | 'listAuditEntries' | 'getRequest';

/** What goes into each call, what comes out of it, and the codes that it can fail with. */
export interface Operations {
  readonly listErrorCodes: {
    readonly input: undefined;
    readonly output: ErrorMaster;
    readonly codes: 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'rate_limit_requests' | 'internal_error' | 'draining' | 'overloaded';
  };
  readonly getAuthToken: {
    readonly input: undefined;
    readonly output: Token;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'client_secret_invalid' | 'rate_limit_requests' | 'token_quota_exhausted' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly getConfig: {
    readonly input: {
    /** Permanent Account Number. */
    readonly pan?: string | undefined;
  };
    readonly output: Config;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'configuration_missing' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly setConfig: {
    readonly input: {
    /** The ETag that was read, or * for "if there is any". */
    readonly ifMatch?: string | undefined;
    readonly body: SetConfig;
  };
    readonly output: Config;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'body_malformed' | 'body_too_large' | 'media_type_unsupported' | 'request_malformed' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'period_range_invalid' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'idempotency_key_in_use' | 'version_mismatch' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly createUploadUrl: {
    readonly input: {
    readonly templateType: 'purchase' | 'gstr2b' | 'gstr2a';
    /** Name of the file as its owner knows it. */
    readonly fileName: number | string;
    /** The form of the file. */
    readonly fileContentType: 'XLSX' | 'XLS' | 'CSV' | 'JSON' | 'ZIP';
  };
    readonly output: UploadUrl;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly uploadFile: {
    readonly input: {
    readonly uploadId: string;
    readonly expires?: string | undefined;
    readonly signature?: string | undefined;
  };
    readonly output: Upload;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'body_too_large' | 'media_type_unsupported' | 'request_malformed' | 'upload_url_expired' | 'upload_url_invalid' | 'rate_limit_requests' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly downloadFile: {
    readonly input: {
    readonly fileKey: string;
    readonly expires?: string | undefined;
    readonly name?: string | undefined;
    readonly type?: string | undefined;
    readonly signature?: string | undefined;
  };
    readonly output: Uint8Array;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'file_url_expired' | 'file_url_invalid' | 'rate_limit_requests' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly triggerWorkflow: {
    readonly input: {
    readonly body: TriggerWorkflow;
  };
    readonly output: Workflow;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'body_malformed' | 'body_too_large' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'period_range_invalid' | 'gstin_invalid' | 'gstin_not_of_pan' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'file_not_uploaded' | 'configuration_missing' | 'govt_data_missing' | 'workflow_pending' | 'idempotency_key_in_use' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'queue_full' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly getWorkflow: {
    readonly input: {
    readonly workflowId: string;
    /** Answer as soon as it has finished, at the latest after so many seconds. */
    readonly wait?: number | string | undefined;
  };
    readonly output: Workflow;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly getWorkflowResults: {
    readonly input: {
    readonly workflowId: string;
  };
    readonly output: Workflow;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'workflow_failed' | 'workflow_cancelled' | 'workflow_not_finished' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly listWorkflows: {
    readonly input: {
    /** Permanent Account Number. */
    readonly pan?: string | undefined;
    /** What is reconciled: the purchase register with GSTR-2B, 2A, 6A or 8A. */
    readonly reconType?: 'MAX_ITC_2B_PR' | 'MAX_ITC_2A_PR' | 'MAX_ITC_6A_PR' | 'MAX_ITC_8A_PR' | undefined;
    /** How far it is. Completed and failed are final; a cancelled workflow is a failed one. */
    readonly status?: 'WORKFLOW_CREATED' | 'WORKFLOW_INGESTING' | 'WORKFLOW_PULLING' | 'WORKFLOW_RECONCILING' | 'WORKFLOW_COMPLETED' | 'WORKFLOW_FAILED' | undefined;
    /** The `nextCursor` of the page before; left out for the first page. */
    readonly cursor?: number | string | undefined;
    /** Items on the page, at most 1000; 100 when left out. */
    readonly limit?: number | string | undefined;
  };
    readonly output: WorkflowPage;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly cancelWorkflow: {
    readonly input: {
    readonly workflowId: string;
  };
    readonly output: Workflow;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'idempotency_key_in_use' | 'task_finished' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly streamWorkflowEvents: {
    readonly input: {
    readonly workflowId: string;
    /** The id of the last event that arrived: nothing is sent before the workflow differs from it. */
    readonly lastEventId?: string | undefined;
  };
    readonly output: Uint8Array;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly listResultDocuments: {
    readonly input: {
    readonly workflowId: string;
    /** Only results of these match types; several with commas between. */
    readonly matchType?: string | undefined;
    /** Only results of this supplier. */
    readonly supplierGstin?: string | undefined;
    /** Only results with this text in a document number, a GSTIN or a name of a supplier. */
    readonly q?: number | string | undefined;
    /** The `nextCursor` of the page before; left out for the first page. */
    readonly cursor?: number | string | undefined;
    /** Items on the page, at most 1000; 100 when left out. */
    readonly limit?: number | string | undefined;
  };
    readonly output: ResultDocumentPage;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'workflow_failed' | 'workflow_cancelled' | 'workflow_not_finished' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly ingestPurchaseFile: {
    readonly input: {
    /** The product; it changes nothing. */
    readonly tenant?: string | undefined;
    readonly body: IngestPurchaseFile;
  };
    readonly output: Ingestion;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'body_malformed' | 'body_too_large' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'gstin_invalid' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'file_not_uploaded' | 'ingestion_pending' | 'idempotency_key_in_use' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'queue_full' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly getPurchaseIngestion: {
    readonly input: {
    readonly activityId: string;
    /** The product; it changes nothing. */
    readonly tenant?: string | undefined;
    /** Answer as soon as it has finished, at the latest after so many seconds. */
    readonly wait?: number | string | undefined;
  };
    readonly output: Ingestion;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly ingestPurchaseLines: {
    readonly input: {
    /** The product; it changes nothing. */
    readonly tenant?: string | undefined;
    /** GST identification number, 15 characters. */
    readonly gstin: string;
    readonly body: IngestPurchaseLines;
  };
    readonly output: IngestedLines;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'body_malformed' | 'body_too_large' | 'media_type_unsupported' | 'request_malformed' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'gstin_invalid' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'idempotency_key_in_use' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'upstream_invalid_response' | 'draining' | 'overloaded' | 'database_unavailable' | 'storage_unavailable' | 'upstream_timeout';
  };
  readonly listHeldData: {
    readonly input: {
    /** Permanent Account Number. */
    readonly pan?: string | undefined;
    /** GST identification number, 15 characters. */
    readonly gstin?: string | undefined;
    /** Return period as MMYYYY: 102026 is October 2026. */
    readonly period?: string | undefined;
    /** The purchase register (`BOOKS`) or the statement that is meant. */
    readonly side?: 'BOOKS' | 'GSTR_2B' | 'GSTR_2A' | undefined;
    /** The `nextCursor` of the page before; left out for the first page. */
    readonly cursor?: number | string | undefined;
    /** Items on the page, at most 1000; 100 when left out. */
    readonly limit?: number | string | undefined;
  };
    readonly output: HeldDataPage;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'gstin_invalid' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly deleteHeldData: {
    readonly input: {
    /** GST identification number, 15 characters. */
    readonly gstin: string;
    /** Return period as MMYYYY: 102026 is October 2026. */
    readonly period: string;
    /** The purchase register (`BOOKS`) or the statement that is meant. */
    readonly side?: 'BOOKS' | 'GSTR_2B' | 'GSTR_2A' | undefined;
  };
    readonly output: DeletedData;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'gstin_invalid' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly createWebhook: {
    readonly input: {
    readonly body: CreateWebhook;
  };
    readonly output: CreatedWebhook;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'body_malformed' | 'body_too_large' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'webhook_url_refused' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'quota_exhausted' | 'idempotency_key_in_use' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly listWebhooks: {
    readonly input: {
    /** The `nextCursor` of the page before; left out for the first page. */
    readonly cursor?: number | string | undefined;
    /** Items on the page, at most 1000; 100 when left out. */
    readonly limit?: number | string | undefined;
  };
    readonly output: WebhookPage;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly getWebhook: {
    readonly input: {
    readonly webhookId: string;
  };
    readonly output: Webhook;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly deleteWebhook: {
    readonly input: {
    readonly webhookId: string;
  };
    readonly output: Webhook;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly listWebhookDeliveries: {
    readonly input: {
    readonly webhookId: string;
    /** The `nextCursor` of the page before; left out for the first page. */
    readonly cursor?: number | string | undefined;
    /** Items on the page, at most 1000; 100 when left out. */
    readonly limit?: number | string | undefined;
  };
    readonly output: WebhookDeliveryPage;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly getWebhookDelivery: {
    readonly input: {
    readonly deliveryId: string;
  };
    readonly output: WebhookDelivery;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly replayWebhookDelivery: {
    readonly input: {
    readonly deliveryId: string;
  };
    readonly output: WebhookDelivery;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'idempotency_key_in_use' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'queue_full' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly getSettings: {
    readonly input: undefined;
    readonly output: Settings;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly setSettings: {
    readonly input: {
    /** The ETag that was read, or * for "if there is any". */
    readonly ifMatch?: string | undefined;
    readonly body: SetSettings;
  };
    readonly output: Settings;
    readonly codes: 'parameter_missing' | 'parameter_invalid' | 'parameter_unknown' | 'body_malformed' | 'body_too_large' | 'media_type_unsupported' | 'request_malformed' | 'idempotency_key_invalid' | 'idempotency_key_reused' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'idempotency_key_in_use' | 'version_mismatch' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly listAuditEntries: {
    readonly input: {
    /** Only entries of this moment or later. */
    readonly since?: string | undefined;
    /** The `nextCursor` of the page before; left out for the first page. */
    readonly cursor?: number | string | undefined;
    /** Items on the page, at most 1000; 100 when left out. */
    readonly limit?: number | string | undefined;
  };
    readonly output: AuditPage;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
  readonly getRequest: {
    readonly input: {
    readonly requestId: string;
  };
    readonly output: RequestRecord;
    readonly codes: 'parameter_invalid' | 'parameter_unknown' | 'media_type_unsupported' | 'request_malformed' | 'resource_missing' | 'token_missing' | 'token_invalid' | 'token_expired' | 'token_revoked' | 'scope_insufficient' | 'rate_limit_requests' | 'rate_limit_concurrency' | 'internal_error' | 'draining' | 'overloaded' | 'database_unavailable';
  };
}

/** Where each call goes, and in which place each member of its input travels. */
export const OPERATIONS = {
  listErrorCodes: { method: 'GET', path: '/integration/v1/errorCodes', auth: 'none', parameters: {}, hasBody: false, isList: false, isPlain: true },
  getAuthToken: { method: 'GET', path: '/integration/v1/authz/token', auth: 'clientSecret', parameters: {}, hasBody: false, isList: false, isPlain: true },
  getConfig: { method: 'GET', path: '/integration/v1/config/get', auth: 'token', parameters: { pan: ['query', 'pan'] }, hasBody: false, isList: false, isPlain: true },
  setConfig: { method: 'POST', path: '/integration/v1/config/set', auth: 'token', parameters: { ifMatch: ['header', 'if-match'] }, hasBody: true, isList: false, isPlain: true },
  createUploadUrl: { method: 'GET', path: '/integration/v1/generatePreSign/{templateType}', auth: 'token', parameters: { templateType: ['path', 'templateType'], fileName: ['query', 'fileName'], fileContentType: ['header', 'fileContentType'] }, hasBody: false, isList: false, isPlain: true },
  uploadFile: { method: 'PUT', path: '/integration/v1/upload/{uploadId}', auth: 'none', parameters: { uploadId: ['path', 'uploadId'], expires: ['query', 'expires'], signature: ['query', 'signature'] }, hasBody: true, isList: false, isPlain: false },
  downloadFile: { method: 'GET', path: '/integration/v1/files/{fileKey}', auth: 'none', parameters: { fileKey: ['path', 'fileKey'], expires: ['query', 'expires'], name: ['query', 'name'], type: ['query', 'type'], signature: ['query', 'signature'] }, hasBody: false, isList: false, isPlain: false },
  triggerWorkflow: { method: 'POST', path: '/integration/v1/maxItc/triggerWorkflow', auth: 'token', parameters: {}, hasBody: true, isList: false, isPlain: true },
  getWorkflow: { method: 'GET', path: '/integration/v1/maxItc/workflow/{workflowId}', auth: 'token', parameters: { workflowId: ['path', 'workflowId'], wait: ['query', 'wait'] }, hasBody: false, isList: false, isPlain: true },
  getWorkflowResults: { method: 'GET', path: '/integration/v1/maxItc/results/{workflowId}', auth: 'token', parameters: { workflowId: ['path', 'workflowId'] }, hasBody: false, isList: false, isPlain: true },
  listWorkflows: { method: 'GET', path: '/integration/v1/maxItc/workflows', auth: 'token', parameters: { pan: ['query', 'pan'], reconType: ['query', 'reconType'], status: ['query', 'status'], cursor: ['query', 'cursor'], limit: ['query', 'limit'] }, hasBody: false, isList: true, isPlain: true },
  cancelWorkflow: { method: 'POST', path: '/integration/v1/maxItc/workflow/{workflowId}/cancel', auth: 'token', parameters: { workflowId: ['path', 'workflowId'] }, hasBody: false, isList: false, isPlain: true },
  streamWorkflowEvents: { method: 'GET', path: '/integration/v1/maxItc/workflow/{workflowId}/events', auth: 'token', parameters: { workflowId: ['path', 'workflowId'], lastEventId: ['header', 'last-event-id'] }, hasBody: false, isList: false, isPlain: false },
  listResultDocuments: { method: 'GET', path: '/integration/v1/maxItc/results/{workflowId}/documents', auth: 'token', parameters: { workflowId: ['path', 'workflowId'], matchType: ['query', 'matchType'], supplierGstin: ['query', 'supplierGstin'], q: ['query', 'q'], cursor: ['query', 'cursor'], limit: ['query', 'limit'] }, hasBody: false, isList: true, isPlain: true },
  ingestPurchaseFile: { method: 'POST', path: '/integration/v1/ingest/file/purchase', auth: 'token', parameters: { tenant: ['query', 'tenant'] }, hasBody: true, isList: false, isPlain: true },
  getPurchaseIngestion: { method: 'GET', path: '/integration/v1/ingest/file/purchase/status/{activityId}', auth: 'token', parameters: { activityId: ['path', 'activityId'], tenant: ['query', 'tenant'], wait: ['query', 'wait'] }, hasBody: false, isList: false, isPlain: true },
  ingestPurchaseLines: { method: 'POST', path: '/integration/v2/ingest/json/purchase', auth: 'token', parameters: { tenant: ['query', 'tenant'], gstin: ['header', 'x-cleartax-gstin'] }, hasBody: true, isList: false, isPlain: true },
  listHeldData: { method: 'GET', path: '/integration/v1/heldData', auth: 'token', parameters: { pan: ['query', 'pan'], gstin: ['query', 'gstin'], period: ['query', 'period'], side: ['query', 'side'], cursor: ['query', 'cursor'], limit: ['query', 'limit'] }, hasBody: false, isList: true, isPlain: true },
  deleteHeldData: { method: 'DELETE', path: '/integration/v1/heldData/{gstin}/{period}', auth: 'token', parameters: { gstin: ['path', 'gstin'], period: ['path', 'period'], side: ['query', 'side'] }, hasBody: false, isList: false, isPlain: true },
  createWebhook: { method: 'POST', path: '/integration/v1/webhooks', auth: 'token', parameters: {}, hasBody: true, isList: false, isPlain: true },
  listWebhooks: { method: 'GET', path: '/integration/v1/webhooks', auth: 'token', parameters: { cursor: ['query', 'cursor'], limit: ['query', 'limit'] }, hasBody: false, isList: true, isPlain: true },
  getWebhook: { method: 'GET', path: '/integration/v1/webhooks/{webhookId}', auth: 'token', parameters: { webhookId: ['path', 'webhookId'] }, hasBody: false, isList: false, isPlain: true },
  deleteWebhook: { method: 'DELETE', path: '/integration/v1/webhooks/{webhookId}', auth: 'token', parameters: { webhookId: ['path', 'webhookId'] }, hasBody: false, isList: false, isPlain: true },
  listWebhookDeliveries: { method: 'GET', path: '/integration/v1/webhooks/{webhookId}/deliveries', auth: 'token', parameters: { webhookId: ['path', 'webhookId'], cursor: ['query', 'cursor'], limit: ['query', 'limit'] }, hasBody: false, isList: true, isPlain: true },
  getWebhookDelivery: { method: 'GET', path: '/integration/v1/webhooks/deliveries/{deliveryId}', auth: 'token', parameters: { deliveryId: ['path', 'deliveryId'] }, hasBody: false, isList: false, isPlain: true },
  replayWebhookDelivery: { method: 'POST', path: '/integration/v1/webhooks/deliveries/{deliveryId}/replay', auth: 'token', parameters: { deliveryId: ['path', 'deliveryId'] }, hasBody: false, isList: false, isPlain: true },
  getSettings: { method: 'GET', path: '/integration/v1/settings', auth: 'token', parameters: {}, hasBody: false, isList: false, isPlain: true },
  setSettings: { method: 'POST', path: '/integration/v1/settings', auth: 'token', parameters: { ifMatch: ['header', 'if-match'] }, hasBody: true, isList: false, isPlain: true },
  listAuditEntries: { method: 'GET', path: '/integration/v1/auditLog', auth: 'token', parameters: { since: ['query', 'since'], cursor: ['query', 'cursor'], limit: ['query', 'limit'] }, hasBody: false, isList: true, isPlain: true },
  getRequest: { method: 'GET', path: '/integration/v1/requests/{requestId}', auth: 'token', parameters: { requestId: ['path', 'requestId'] }, hasBody: false, isList: false, isPlain: true },
} as const;

/** One method for each call, by its operation id. */
export interface OperationMethods {
  /**
   * The Error Code Master. Every status and every code that this API can answer with, each with its example. Needs no token.
   */
  listErrorCodes(options?: CallOptions): Promise<Operations['listErrorCodes']['output']>;
  /**
   * Get an auth token. Changes a client secret into an auth token. The new token revokes the one that the client had before. A secret gives 288 tokens a day (UTC).
   */
  getAuthToken(options?: CallOptions): Promise<Operations['getAuthToken']['output']>;
  /**
   * Read the configuration. The configuration of the workspace, or of the PAN that `pan` names. The `ETag` is its version, for `If-Match` of a change. Nothing stored yet: 402 `configuration_missing`.
   *
   * Scope: `config:read`.
   */
  getConfig(input?: Operations['getConfig']['input'], options?: CallOptions): Promise<Operations['getConfig']['output']>;
  /**
   * Store the configuration. Stores the configuration of the workspace, or of the PAN that the body names, in place of the former one, and answers as `GET /integration/v1/config/get` does. With `If-Match` only if the version is still that one: otherwise 409 `version_mismatch`.
   *
   * Scope: `config:write`.
   */
  setConfig(input: Operations['setConfig']['input'], options?: CallOptions): Promise<Operations['setConfig']['output']>;
  /**
   * Get an upload URL. A URL to which one file can be uploaded within ten minutes, without a token.
   *
   * Scope: `purchase:write`.
   */
  createUploadUrl(input: Operations['createUploadUrl']['input'], options?: CallOptions): Promise<Operations['createUploadUrl']['output']>;
  /**
   * Trigger a reconciliation. Takes in the files, pulls the government data of the one range and reconciles the other. One at a time for a PAN and a reconciliation type. A range that is left out is that of the configuration of the PAN or of the workspace, or else of the settings; none anywhere: 402 `configuration_missing`.
   *
   * Scope: `reconciliation:write`.
   */
  triggerWorkflow(input: Operations['triggerWorkflow']['input'], options?: CallOptions): Promise<Operations['triggerWorkflow']['output']>;
  /**
   * Read a workflow. How far it is, and how it ended. Reading a failed workflow is a 200.
   *
   * Scope: `reconciliation:read`.
   */
  getWorkflow(input: Operations['getWorkflow']['input'], options?: CallOptions): Promise<Operations['getWorkflow']['output']>;
  /**
   * Get the result of a workflow. The finished workflow with the URLs of its results. Not finished or failed: 402.
   *
   * Scope: `reconciliation:read`.
   */
  getWorkflowResults(input: Operations['getWorkflowResults']['input'], options?: CallOptions): Promise<Operations['getWorkflowResults']['output']>;
  /**
   * List workflows. The workflows of the PANs that the token covers, the newest first.
   *
   * Scope: `reconciliation:read`.
   */
  listWorkflows(input?: Operations['listWorkflows']['input'], options?: CallOptions): Pages<Operations['listWorkflows']['output']>;
  /**
   * Cancel a workflow. Ends a workflow as soon as it can be; it has then failed with `workflow_cancelled`. What its files brought in so far stays. Has it ended already: 409 `task_finished`.
   *
   * Scope: `reconciliation:write`.
   */
  cancelWorkflow(input: Operations['cancelWorkflow']['input'], options?: CallOptions): Promise<Operations['cancelWorkflow']['output']>;
  /**
   * Page through results. The results of a finished workflow as JSON, filtered, in the order of the results file.
   *
   * Scope: `reconciliation:read`.
   */
  listResultDocuments(input: Operations['listResultDocuments']['input'], options?: CallOptions): Pages<Operations['listResultDocuments']['output']>;
  /**
   * Ingest a purchase register. Takes in a purchase register that was uploaded before. Valid rows are taken, invalid ones reported.
   *
   * Scope: `purchase:write`.
   */
  ingestPurchaseFile(input: Operations['ingestPurchaseFile']['input'], options?: CallOptions): Promise<Operations['ingestPurchaseFile']['output']>;
  /**
   * Read an ingestion. How far it is, how many rows were taken, and where the refused ones are listed.
   *
   * Scope: `reconciliation:read`.
   */
  getPurchaseIngestion(input: Operations['getPurchaseIngestion']['input'], options?: CallOptions): Promise<Operations['getPurchaseIngestion']['output']>;
  /**
   * Ingest purchase lines. Takes in at most 1000 lines at once, all or none: one bad line refuses them all, with a pointer to it.
   *
   * Scope: `purchase:write`.
   */
  ingestPurchaseLines(input: Operations['ingestPurchaseLines']['input'], options?: CallOptions): Promise<Operations['ingestPurchaseLines']['output']>;
  /**
   * List held data. What was taken in and is held, of the PANs that the token covers, the newest first. Of a statement that was taken in several times the newest counts; of a purchase document its latest version.
   *
   * Scope: `reconciliation:read`.
   */
  listHeldData(input?: Operations['listHeldData']['input'], options?: CallOptions): Pages<Operations['listHeldData']['output']>;
  /**
   * Delete held data. From now on the documents of a registration and a period do not count, on one side or on all. What is taken in later does; what a workflow has read already stays with that workflow.
   *
   * Scope: `purchase:write`.
   */
  deleteHeldData(input: Operations['deleteHeldData']['input'], options?: CallOptions): Promise<Operations['deleteHeldData']['output']>;
  /**
   * Add a webhook. From now on events of the workspace are sent to a URL, signed (Standard Webhooks) with the secret that this answer alone shows. The token must cover all PANs. An address inside the own network: 400 `webhook_url_refused`, unless the server allows it. A key whose webhook was deleted meanwhile: 400 `resource_missing`, since its secret is gone.
   *
   * Scope: `webhooks:write`.
   */
  createWebhook(input: Operations['createWebhook']['input'], options?: CallOptions): Promise<Operations['createWebhook']['output']>;
  /**
   * List webhooks. The webhooks of the workspace, the newest first, without their secrets.
   *
   * Scope: `webhooks:read`.
   */
  listWebhooks(input?: Operations['listWebhooks']['input'], options?: CallOptions): Pages<Operations['listWebhooks']['output']>;
  /**
   * Read a webhook. A webhook without its secret.
   *
   * Scope: `webhooks:read`.
   */
  getWebhook(input: Operations['getWebhook']['input'], options?: CallOptions): Promise<Operations['getWebhook']['output']>;
  /**
   * Delete a webhook. Nothing more is sent to it, not even what is on its way.
   *
   * Scope: `webhooks:write`.
   */
  deleteWebhook(input: Operations['deleteWebhook']['input'], options?: CallOptions): Promise<Operations['deleteWebhook']['output']>;
  /**
   * List deliveries. What was sent to a webhook or is on its way, with every attempt, the newest first.
   *
   * Scope: `webhooks:read`.
   */
  listWebhookDeliveries(input: Operations['listWebhookDeliveries']['input'], options?: CallOptions): Pages<Operations['listWebhookDeliveries']['output']>;
  /**
   * Read a delivery. A delivery with every attempt.
   *
   * Scope: `webhooks:read`.
   */
  getWebhookDelivery(input: Operations['getWebhookDelivery']['input'], options?: CallOptions): Promise<Operations['getWebhookDelivery']['output']>;
  /**
   * Send a delivery again. Makes a new delivery with the message of an old one: the same `webhook-id`, so that its receiver knows it again. The webhook must still be there.
   *
   * Scope: `webhooks:write`.
   */
  replayWebhookDelivery(input: Operations['replayWebhookDelivery']['input'], options?: CallOptions): Promise<Operations['replayWebhookDelivery']['output']>;
  /**
   * Read the settings. How workflows of the workspace reconcile: its tolerances and its default ranges. The `ETag` is the version, "1" as long as they are the defaults.
   *
   * Scope: `config:read`.
   */
  getSettings(options?: CallOptions): Promise<Operations['getSettings']['output']>;
  /**
   * Store the settings. Stores the settings in place of the former ones; workflows that are triggered from now on use them. With `If-Match` only if the version is still that one: otherwise 409 `version_mismatch`.
   *
   * Scope: `config:write`.
   */
  setSettings(input: Operations['setSettings']['input'], options?: CallOptions): Promise<Operations['setSettings']['output']>;
  /**
   * Read the audit log. Who changed what in the workspace, and when, the newest first. An entry is written together with its effect or not at all. The token must cover all PANs.
   *
   * Scope: `audit:read`.
   */
  listAuditEntries(input?: Operations['listAuditEntries']['input'], options?: CallOptions): Pages<Operations['listAuditEntries']['output']>;
  /**
   * Read what happened to a request. What became of a request of the workspace: its operation, status, code and duration, and the fields at fault; never a value that was sent. The id is in the `Request-Id` of every answer, and `instance` of every error names this path. Kept for 30 days, from the moment of the answer. What was refused before it was known whose it is, such as a request without a good token, is not kept. Any token of the workspace may read it.
   */
  getRequest(input: Operations['getRequest']['input'], options?: CallOptions): Promise<Operations['getRequest']['output']>;
}
