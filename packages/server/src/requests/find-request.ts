import { LIMITS } from '@milaan/contract';
import type { Admission } from '../http/admission.ts';
import type { Clock } from '../injected/clock.ts';
import type { State } from '../state/open-state.ts';
import { listRequestBlocks } from '../state/request-blocks.ts';
import { findInBlock } from './block-bytes.ts';
import { type RequestRecorder, WRITE_EVERY_MS } from './create-request-recorder.ts';
import type { RecordedRequest } from './recorded-request.ts';
import { receivedAtMs, windowStartOf } from './request-window.ts';

/** Who asks about so old a request asks after its answer: the longest takes its body, a long poll and some more. */
const LONGEST_REQUEST_MS = 4 * LIMITS.requestMs;
/** Another node has written what it answered before now: a write under way, the pause, and the write after it. */
const WRITTEN_WITHIN_MS = 3 * WRITE_EVERY_MS;
const LOOK_MS = 300;

/** What of a server takes part. */
interface Parts {
  readonly state: Pick<State, 'db' | 'isShared'>;
  readonly requests: Pick<RequestRecorder, 'find'>;
  readonly clock: Clock;
  readonly admission: Pick<Admission, 'isDraining'>;
}

async function look(workspaceId: string, requestId: string, { state, requests }: Parts) {
  const fresh = requests.find(workspaceId, requestId);
  if (fresh !== undefined) return fresh;
  for (const entries of await listRequestBlocks(state.db, { workspaceId, windowStart: windowStartOf(requestId) })) {
    const found = await findInBlock(entries, requestId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * What became of a request of the workspace within 30 days. What another node has only just answered is waited for; how
 * long depends on nothing but the time in the id, so that nobody learns which ids others have.
 */
export async function findRequest(
  workspaceId: string,
  requestId: string,
  parts: Parts,
): Promise<RecordedRequest | undefined> {
  const { state, clock, admission } = parts;
  const nowMs = clock.nowMs();
  const ageMs = nowMs - receivedAtMs(requestId);
  // Other nodes' clocks may be ahead of ours, though not by more than a request may last.
  if (ageMs > LIMITS.requestKeptMs || ageMs < -LONGEST_REQUEST_MS) return undefined;
  const untilMs = state.isShared ? nowMs + Math.min(WRITTEN_WITHIN_MS, LONGEST_REQUEST_MS - ageMs) : nowMs;
  let found = await look(workspaceId, requestId, parts);
  while (found === undefined && clock.nowMs() < untilMs && !admission.isDraining) {
    await clock.sleep(Math.min(LOOK_MS, untilMs - clock.nowMs()));
    found = await look(workspaceId, requestId, parts);
  }
  return found;
}
