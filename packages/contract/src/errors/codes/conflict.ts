import { defineErrors } from '../define-errors.ts';

const once = { retryable: false, hasRetryAfter: false } as const;
const later = { retryable: true, hasRetryAfter: true } as const;

/** 409: the request conflicts with another one. Retry only when the answer says so. */
export const CONFLICT = defineErrors(409, {
  workflow_pending: {
    ...once,
    title: 'A workflow is pending',
    detail: 'Workflow {workflowId} for PAN {pan} and {reconType} is still running.',
    doc: 'One workflow at a time may run for a PAN and a reconciliation type, and one is running. `metadata.workflowId` names it: follow that one instead of starting another, or trigger again when it has finished.',
    example: {
      param: 'userInputArgs.pan',
      metadata: { workflowId: 'wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V', pan: 'ABCDE1234F', reconType: 'MAX_ITC_2B_PR' },
    },
  },
  ingestion_pending: {
    ...later,
    title: 'An ingestion is pending',
    detail: 'Ingestion {activityId} of the same file is still running.',
    doc: 'The same upload is being taken in by another request. Follow that one (`metadata.activityId`), or send the request again after `Retry-After`. Of a document that comes in several files the one that was taken in last counts: wait for a file to end before you send a correction of it.',
    example: { metadata: { activityId: 'act_01K5QZ3V9T8R7M6N5P4Q3S2T1V' }, retryAfterMs: 5000 },
  },
  idempotency_key_in_use: {
    ...later,
    title: 'The same request is still running',
    detail: 'A request with the same idempotency key is still running.',
    doc: 'The first request with this key has not ended yet, so its answer cannot be repeated yet. Send the same request with the same key again after `Retry-After`; you then get the answer of the first one.',
    example: { param: 'idempotency-key', retryAfterMs: 1000 },
  },
  version_mismatch: {
    ...once,
    title: 'The resource was changed meanwhile',
    detail: 'The resource has the version {currentVersion}, not the one in {param}.',
    doc: '`If-Match` names a version that is no longer the current one: somebody else changed the resource after you read it. Read it again, apply your change to what it is now, and send the new version.',
    example: { param: 'if-match', metadata: { param: 'if-match', currentVersion: 4 } },
  },
  task_finished: {
    ...once,
    title: 'The task has already finished',
    detail: 'The task {taskId} has already finished and cannot be changed.',
    doc: 'The request would change or cancel a task that has already ended. Read the task to see how it ended.',
    example: { param: 'taskId', metadata: { taskId: 'wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V' } },
  },
});
