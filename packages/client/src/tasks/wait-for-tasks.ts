import type { CallClient } from '../call-client.ts';
import { RequestFailedError } from '../errors/milaan-error.ts';
import type { Ingestion, Workflow } from '../generated/contract.ts';
import { isIngestionOver, isWorkflowOver } from './is-over.ts';
import { waitFor } from './wait-for.ts';
import { UNWATCHED_POLL_SECONDS, USUAL_WAIT_MS, WATCHED_POLL_SECONDS, type WaitOptions } from './wait-options.ts';

/** What of the options belongs to the wait as a whole and not to each look. */
function split<Task>(options: WaitOptions<Task>, client: CallClient) {
  const { onProgress, longPollSeconds, totalTimeoutMs, idempotencyKey: _, ...each } = options;
  const waiting = {
    onProgress: onProgress ?? (() => {}),
    totalTimeoutMs: totalTimeoutMs ?? USUAL_WAIT_MS,
    survivesOutages: (each.maxRetries ?? client.settings.retry.maxRetries) > 0,
  };
  const usual = onProgress === undefined ? UNWATCHED_POLL_SECONDS : WATCHED_POLL_SECONDS;
  return { waiting, each, pollSeconds: longPollSeconds ?? usual };
}

export function waitForWorkflow(
  client: CallClient,
  workflowId: string,
  options: WaitOptions<Workflow>,
): Promise<Workflow> {
  const { waiting, each, pollSeconds } = split(options, client);
  const input = { workflowId, ...(pollSeconds === 0 ? {} : { wait: pollSeconds }) };
  // The server holds the answer back for so long before it begins.
  const attemptTimeoutMs = (each.attemptTimeoutMs ?? client.settings.retry.attemptTimeoutMs) + pollSeconds * 1000;
  return waitFor<Workflow>({
    ...waiting,
    operation: 'getWorkflow',
    read: (signal) =>
      client.call('getWorkflow', input, { ...each, attemptTimeoutMs, signal }, { isLong: pollSeconds > 0 }),
    isOver: isWorkflowOver,
    signal: options.signal,
    clock: client.settings.clock,
  });
}

export function waitForIngestion(
  client: CallClient,
  activityId: string,
  options: WaitOptions<Ingestion>,
): Promise<Ingestion> {
  const { waiting, each } = split(options, client);
  return waitFor<Ingestion>({
    ...waiting,
    operation: 'getPurchaseIngestion',
    read: (signal) => client.call('getPurchaseIngestion', { activityId }, { ...each, signal }),
    isOver: isIngestionOver,
    signal: options.signal,
    clock: client.settings.clock,
  });
}

/** @throws {RequestFailedError} with the reason of a workflow that has failed */
export function unlessFailed(workflow: Workflow): Workflow {
  if (workflow.status !== 'WORKFLOW_FAILED') return workflow;
  const { error, workflowId, pan, reconType } = workflow;
  throw new RequestFailedError({
    operation: 'getWorkflow',
    code: error?.code ?? 'workflow_failed',
    detail: `The workflow ${workflowId} failed${error === null ? '.' : `: ${error.detail}`}`,
    status: 402,
    requestId: null,
    retryable: false,
    retryAfterMs: null,
    retryAt: null,
    errors: error === null ? [] : [error],
    param: error?.param ?? null,
    metadata: { workflowId, pan, reconType },
    docsUrl: null,
    attempts: [],
    stoppedBecause: 'not-retryable',
    idempotencyKey: null,
  });
}
