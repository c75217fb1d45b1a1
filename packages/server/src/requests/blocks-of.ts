import type { AnsweredRequest } from './recorded-request.ts';
import { windowStartOf } from './request-window.ts';

/** What one row will hold. */
export interface BlockDraft {
  readonly workspaceId: string;
  readonly windowStart: Date;
  readonly requests: AnsweredRequest[];
}

/** Requests and faults in one block: it is inflated as a whole to find one of them. */
export const BLOCK_WEIGHT = 1000;

/** `req_` and the time of the ULID. */
const TIME_LENGTH = 14;

/** What a request takes of a bound: a fault is about as large as the rest. */
export const weightOf = (request: AnsweredRequest): number => 1 + request.faults.length;

/** Puts requests together by their workspace and the window of their ids, in blocks of bounded size. */
export function blocksOf(requests: readonly AnsweredRequest[]): readonly BlockDraft[] {
  const blocks: BlockDraft[] = [];
  const windows = new Map<string, Date>();
  const open = new Map<string, { draft: BlockDraft; weight: number }>();
  for (const request of requests) {
    const { workspaceId, requestId } = request;
    // Ids of one moment begin alike, and many come of each.
    const moment = requestId.slice(0, TIME_LENGTH);
    let windowStart = windows.get(moment);
    if (windowStart === undefined) {
      windowStart = windowStartOf(requestId);
      windows.set(moment, windowStart);
    }
    const key = `${workspaceId} ${windowStart.getTime()}`;
    let block = open.get(key);
    if (block === undefined || block.weight >= BLOCK_WEIGHT) {
      block = { draft: { workspaceId, windowStart, requests: [] }, weight: 0 };
      open.set(key, block);
      blocks.push(block.draft);
    }
    block.draft.requests.push(request);
    block.weight += weightOf(request);
  }
  return blocks;
}
