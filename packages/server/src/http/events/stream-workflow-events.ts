import { EVENT_STREAM_MEDIA_TYPE, LIMITS, problemsOf } from '@milaan/contract';
import type { Caller } from '../../auth/caller.ts';
import { isPlace } from '../../limits/concurrency.ts';
import type { Workflow } from '../../state/tables/workflow-tables.ts';
import type { Handler } from '../handler.ts';
import { findOwnWorkflow } from '../max-itc/find-own-workflow.ts';
import { showWorkflow } from '../max-itc/show-workflow.ts';
import type { ServerContext } from '../server-context.ts';
import { commentText, eventText, retryText } from './event-text.ts';
import { streamOfTexts } from './stream-of-texts.ts';

const refuse = problemsOf<'streamWorkflowEvents'>();

/** A stream that ended in the middle of a workflow goes on after so long. */
const RECONNECT_MS = 2000;

interface Following {
  readonly caller: Caller;
  /** As it was when the request came. */
  readonly workflow: Workflow;
  readonly lastEventId: string | undefined;
  readonly endsAtMs: number;
}

/** Waits for another version, but not longer than to the next heartbeat. @returns whether a heartbeat is due */
async function isSilent(server: ServerContext, { id, version }: Workflow, endsAtMs: number, left: AbortSignal) {
  const { clock, events } = server;
  const done = new AbortController();
  const signal = AbortSignal.any([left, done.signal]);
  const waitMs = Math.min(LIMITS.eventHeartbeatMs, endsAtMs - clock.nowMs());
  try {
    return await Promise.race([
      events.watch.changed(id, version, signal).then(() => false),
      clock.sleep(waitMs, signal).then(() => true),
    ]);
  } finally {
    done.abort();
  }
}

async function* eventsOf(following: Following, server: ServerContext, left: AbortSignal): AsyncGenerator<string> {
  const { caller, endsAtMs, lastEventId } = following;
  const { clock, admission, state } = server;
  let workflow: Workflow | undefined = following.workflow;
  let known = lastEventId;
  yield retryText(RECONNECT_MS);
  while (workflow !== undefined) {
    const id = String(workflow.version);
    if (known !== id) yield eventText({ id, name: 'workflow', data: await showWorkflow(server, workflow) });
    known = id;
    // Whoever is still there comes back by itself, to another node when this one drains.
    if (workflow.endedAt !== null || left.aborted || admission.isDraining || clock.nowMs() >= endsAtMs) return;
    if (await isSilent(server, workflow, endsAtMs, left)) yield commentText('still running');
    else workflow = await findOwnWorkflow(state.db, caller, workflow.id);
  }
}

/** The workflow now and after each change of it, until it has ended. */
export const streamWorkflowEvents: Handler<'streamWorkflowEvents'> = async ({ request, caller, db }, server) => {
  const { workflowId } = request.pathParams;
  const workflow = await findOwnWorkflow(db, caller, workflowId);
  if (workflow === undefined) return refuse('resource_missing', { metadata: { param: 'workflowId' } });
  const nowMs = server.clock.nowMs();
  const place = server.events.places.enter(caller.workspaceId, nowMs);
  if (!isPlace(place)) return place;
  // A client that stopped reading does not hold its place for ever.
  const done = new AbortController();
  void server.clock.sleep(LIMITS.eventStreamMs + LIMITS.eventHeartbeatMs, done.signal).then(place.leave);
  const lastEventId = request.headers['last-event-id'];
  const following = { caller, workflow, lastEventId, endsAtMs: nowMs + LIMITS.eventStreamMs };
  return {
    status: 200,
    body: streamOfTexts(
      (left) => eventsOf(following, server, left),
      () => done.abort(),
    ),
    mediaType: EVENT_STREAM_MEDIA_TYPE,
    // Asks nginx, which most often stands in front, to pass on each event as it comes.
    headers: { 'x-accel-buffering': 'no' },
  };
};
