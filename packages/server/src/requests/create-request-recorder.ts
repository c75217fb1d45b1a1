import type { Answer } from '../http/answer.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Clock } from '../injected/clock.ts';
import type { CreateUlid } from '../injected/ulid.ts';
import type { StateDatabase } from '../state/open-state.ts';
import { insertRequestBlocks } from '../state/request-blocks.ts';
import { encodeBlock } from './block-bytes.ts';
import { type BlockDraft, blocksOf, weightOf } from './blocks-of.ts';
import { type AnsweredRequest, answeredRequest, type RecordedRequest, recordedRequest } from './recorded-request.ts';

/** Remembers what became of requests: in memory at once, in the database a second later. */
export interface RequestRecorder {
  /** Costs a request next to nothing, and never fails. */
  onAnswer(exchange: Exchange, answer: Answer, durationMs: number): void;
  /** A request that was answered here and has not been written yet. */
  find(workspaceId: string, requestId: string): RecordedRequest | undefined;
  /** Writes what waits; what cannot be written waits on. Never rejects. */
  flush(): Promise<void>;
  /** How many were dropped because too many came. */
  readonly dropped: number;
  /** Writes what waits, once; records nothing from now on. */
  close(): Promise<void>;
}

export interface RecorderParts {
  readonly db: StateDatabase;
  readonly clock: Clock;
  readonly createUlid: CreateUlid;
  /** Told of the first of several failures to write. */
  readonly onFault: (error: unknown) => void;
  /** Requests and their faults that may wait. */
  readonly capacity?: number;
}

/** What waits is written so often; a process that is killed loses as much at most. */
export const WRITE_EVERY_MS = 1000;
/** About ten megabytes at most. */
const CAPACITY = 20_000;
/**
 * Of the answers that only read and succeeded, so many are recorded between two writes: as many as the limits of two dozen
 * busy tokens allow. In a flood the others are worth more, and writing more at once would hold up those who wait.
 */
export const MOST_READS = 500;
/** Dropped together: taking a single one off the front each time would move all the others. */
const SHARE_DROPPED = 0.1;
const ROWS_AT_ONCE = 100;

export function createRequestRecorder(parts: RecorderParts): RequestRecorder {
  const { clock, onFault, capacity = CAPACITY } = parts;
  let waiting: AnsweredRequest[] = [];
  let weight = 0;
  let reads = 0;
  let inWriting: readonly AnsweredRequest[] = [];
  let writing: Promise<void> | null = null;
  let timer: AbortController | null = null;
  let dropped = 0;
  let isFailing = false;
  let isClosed = false;

  const dropOldest = (): void => {
    const most = capacity * (1 - SHARE_DROPPED);
    let count = 0;
    for (const request of waiting) {
      if (weight <= most) break;
      weight -= weightOf(request);
      count++;
    }
    waiting.splice(0, count);
    dropped += count;
  };

  const putBack = (unwritten: readonly AnsweredRequest[]): void => {
    waiting = [...unwritten, ...waiting];
    weight = waiting.reduce((sum, request) => sum + weightOf(request), 0);
    if (weight > capacity) dropOldest();
  };

  const write = async (): Promise<void> => {
    inWriting = waiting;
    [waiting, weight, reads] = [[], 0, 0];
    const blocks = blocksOf(inWriting);
    let at = 0;
    try {
      for (; at < blocks.length; at += ROWS_AT_ONCE) await insertDrafts(blocks.slice(at, at + ROWS_AT_ONCE), parts);
      isFailing = false;
    } catch (error) {
      putBack(blocks.slice(at).flatMap(({ requests }) => requests));
      if (!isFailing) onFault(error);
      isFailing = true;
    } finally {
      inWriting = [];
    }
  };

  const flush = (): Promise<void> => {
    if (writing !== null) return writing;
    if (waiting.length === 0) return Promise.resolve();
    writing = write().finally(() => {
      writing = null;
    });
    return writing;
  };

  /** One timer, and only while something waits. */
  const writeLater = async (): Promise<void> => {
    if (timer !== null || isClosed) return;
    timer = new AbortController();
    await clock.sleep(WRITE_EVERY_MS, timer.signal);
    timer = null;
    if (isClosed) return;
    await flush();
    if (waiting.length > 0) void writeLater();
  };

  return {
    onAnswer(exchange, answer, durationMs) {
      if (exchange.owner === null) return;
      if (answer.status === 200 && exchange.method === 'GET' && ++reads > MOST_READS) {
        dropped++;
        return;
      }
      const request = answeredRequest(exchange, answer, durationMs);
      if (request === null || isClosed) return;
      waiting.push(request);
      weight += weightOf(request);
      if (weight > capacity) dropOldest();
      if (timer === null) void writeLater();
    },
    find(workspaceId, requestId) {
      const isMeant = (one: AnsweredRequest) => one.requestId === requestId && one.workspaceId === workspaceId;
      const found = waiting.findLast(isMeant) ?? inWriting.find(isMeant);
      return found === undefined ? undefined : recordedRequest(found);
    },
    flush,
    get dropped() {
      return dropped;
    },
    async close() {
      isClosed = true;
      timer?.abort();
      await writing;
      await flush();
    },
  };
}

async function insertDrafts(drafts: readonly BlockDraft[], { db, clock, createUlid }: RecorderParts): Promise<void> {
  const createdAt = new Date(clock.nowMs());
  const blocks = await Promise.all(
    drafts.map(async ({ workspaceId, windowStart, requests }) => {
      const entries = await encodeBlock(requests.map(recordedRequest));
      return { workspaceId, windowStart, id: createUlid(), entries, createdAt };
    }),
  );
  await insertRequestBlocks(db, blocks);
}
