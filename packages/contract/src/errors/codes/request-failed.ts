import { defineErrors } from '../define-errors.ts';

const once = { retryable: false, hasRetryAfter: false } as const;

/** 402: the parameters were valid, but the request failed. Do what the answer names, then send it again. */
export const REQUEST_FAILED = defineErrors(402, {
  file_not_uploaded: {
    ...once,
    title: 'The file was not uploaded',
    detail: 'Nothing was uploaded to the URL in {param}.',
    doc: 'The request names an upload URL to which no file was uploaded, or whose upload did not finish. Upload the file with `PUT` first; its 200 says that it is there.',
    example: { param: 'fileList[0].s3FileUrl', metadata: { param: 'fileList[0].s3FileUrl' } },
  },
  file_unreadable: {
    ...once,
    title: 'The file cannot be read',
    detail: 'The file {param} cannot be read: {reason}.',
    doc: 'The upload is complete, but the file is not what it should be: damaged, protected by a password, of an unknown kind, or without the columns that must be there. `metadata.reason` says which, and `metadata.otherFiles` what is wrong with further files of the same request. Save the file again and upload it anew.',
    example: {
      param: 'purchases-october.xlsx',
      metadata: { param: 'purchases-october.xlsx', reason: 'the workbook is protected by a password' },
    },
  },
  configuration_missing: {
    ...once,
    title: 'Nothing is configured yet',
    detail: 'No reconciliation is configured for {subject}.',
    doc: 'The workspace, or the PAN that the request names, has no configuration yet. Store one with `POST /integration/v1/config/set`, or say both ranges in the trigger itself, then ask again.',
    example: { metadata: { subject: 'this workspace' } },
  },
  govt_data_missing: {
    ...once,
    title: 'Government data is missing',
    detail: 'Government data is missing: {statement} of {pairs}.',
    doc: 'For some registration and some period of the pull range there is neither an uploaded portal file nor a GST provider that could bring it. `metadata.missing` lists the pairs. Upload the portal files, or set `userInputArgs.allowMissingPeriods` to reconcile without them.',
    example: {
      param: 'userInputArgs.pullReturnPeriodStart',
      metadata: {
        statement: 'GSTR-2B',
        pairs: '27ABCDE1234F1Z5 (102026)',
        missingCount: 1,
        missing: [{ gstin: '27ABCDE1234F1Z5', period: '102026' }],
      },
    },
  },
  govt_data_incomplete: {
    ...once,
    title: 'Government data is incomplete',
    detail: 'Government data is incomplete: {pairs}.',
    doc: 'A portal download consists of several files, and not all of them are there: the portal splits large statements and says so in each part. `metadata.incomplete` lists what is lacking. Upload the other parts.',
    example: {
      metadata: {
        pairs: '27ABCDE1234F1Z5 (102026), 1 of 3 files',
        incompleteCount: 1,
        incomplete: [{ gstin: '27ABCDE1234F1Z5', period: '102026', parts: '1 of 3' }],
      },
    },
  },
  gstn_session_required: {
    ...once,
    title: 'A GST portal session is required',
    detail: 'The GST portal needs a new session for the GSTIN {gstin}.',
    doc: 'The configured GST provider may fetch data only while the taxpayer has a session, which begins with a one-time password. Begin one with the provider and put what it gives you into the file of the provider, then trigger again.',
    example: { metadata: { gstin: '27ABCDE1234F1Z5' } },
  },
  gstn_access_denied: {
    ...once,
    title: 'The GST portal denied access',
    detail: 'The GST portal denied access to the data of the GSTIN {gstin}.',
    doc: 'The taxpayer has not allowed access by API on the GST portal, or the permission has ended. It is given on the portal under "Manage API Access".',
    example: { metadata: { gstin: '27ABCDE1234F1Z5' } },
  },
  workflow_failed: {
    ...once,
    title: 'The workflow failed',
    detail: 'The workflow {workflowId} failed, so it has no result. {reasonDetail}.',
    doc: 'The result of a workflow was asked for, and the workflow had failed. Its own resource (`GET /integration/v1/maxItc/workflow/{workflowId}`) says why, and so do `metadata.reason`, a code of this list, and `metadata.reasonDetail`. Set that right and trigger a new workflow.',
    example: {
      param: 'workflowId',
      metadata: {
        workflowId: 'wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V',
        reason: 'govt_data_missing',
        reasonDetail: 'Government data is missing: GSTR-2B of 27ABCDE1234F1Z5 (102026).',
      },
    },
  },
  workflow_cancelled: {
    ...once,
    title: 'The workflow was cancelled',
    detail: 'The workflow {workflowId} was cancelled, so it has no result.',
    doc: 'Somebody cancelled the workflow before it had finished; the audit log says who. It is the `error` of a cancelled workflow, and the answer to asking for its result. What its files brought in stays held: trigger a new workflow when the result is wanted after all.',
    example: { param: 'workflowId', metadata: { workflowId: 'wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V' } },
  },
  workflow_not_finished: {
    ...once,
    title: 'The workflow has not finished',
    detail: 'The workflow {workflowId} has not finished, so it has no result yet.',
    doc: 'The result of a workflow was asked for before it was there. Poll the workflow resource, which says by `Retry-After` when to look again, and ask for the result when its status is `WORKFLOW_COMPLETED`.',
    example: { param: 'workflowId', metadata: { workflowId: 'wf_01K5QZ3V9T8R7M6N5P4Q3S2T1V' } },
  },
  quota_exhausted: {
    ...once,
    title: 'A quota of the workspace is exhausted',
    detail: 'The quota {quota} of the workspace is exhausted: {limit}.',
    doc: 'The workspace holds as much as its quota allows. Waiting does not help: delete what is not needed, or have the quota raised. `metadata.quota` names it.',
    example: { metadata: { quota: 'storedBytes', limit: 10_737_418_240 } },
  },
});
