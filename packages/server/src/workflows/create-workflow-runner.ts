import { setImmediate } from 'node:timers/promises';
import { problem } from '@milaan/contract';
import { listOpenIngestions } from '../state/ingestions.ts';
import { listCancelled, listOpenWorkflows } from '../state/workflows.ts';
import {
  abortOwner,
  activeCount,
  activeDeliveryCount,
  drainEngine,
  forgetOldWork,
  isActive,
  launchEngine,
  ownersHere,
  shutDownEngine,
  startDelivery,
  startWork,
  stateOfWork,
  takeOver,
} from './dbos-engine.ts';
import { createNodeWatch } from './node-watch.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { failIngestion } from './steps/end-ingestion.ts';
import { fail } from './steps/end-workflow.ts';
import type { WorkflowParts } from './workflow-parts.ts';
import type { WorkflowRunner } from './workflow-runner.ts';

export interface RunnerSettings {
  readonly nodeId: string;
  readonly schema: string;
  /** Workflows that run on this node at the same time; their jobs wait for the job pool. */
  readonly concurrency: number;
}

/** The pause between two looks at what was accepted and does not run. */
const SWEEP_MS = 3000;
/** Younger rows are being started by whoever accepted them. */
const SWEEP_AGE_MS = 5000;
const SWEEP_ROWS = 500;
const HEARTBEAT_MS = 5000;
/** How soon a workflow that was cancelled on another node stops on this one. */
const CANCEL_LOOK_MS = 1000;
const FORGET_EVERY_MS = 60 * 60 * 1000;
/** For whoever looks after a fault; the rows of workflows and ingestions stay. */
const KEEP_WORK_MS = 7 * 24 * 60 * 60 * 1000;
const DELIVERIES_AT_ONCE = 8;
const QUEUE_POLL_MS = 250;
const START_PAUSE_MS = 25;

type Startable = 'workflow' | 'ingestion';

/** Starts the workflows in this process, and whatever was accepted and does not run. */
export async function createWorkflowRunner(parts: WorkflowParts, settings: RunnerSettings): Promise<WorkflowRunner> {
  const { state, clock, log } = parts;
  const { nodeId, concurrency } = settings;
  const ended = new AbortController();
  const waiting = new Map<string, Startable>();
  let isPumping = false;
  /** One after the other and after the requests: the embedded database works in this thread. */
  const pump = async () => {
    if (isPumping) return;
    isPumping = true;
    // Whoever triggers many at once is answered before the first of them competes for the processor.
    await clock.sleep(START_PAUSE_MS, ended.signal);
    try {
      for (const [id, kind] of waiting) {
        await setImmediate();
        if (ended.signal.aborted) return;
        waiting.delete(id);
        // The row is there: the sweeper comes back to it.
        const onFault = (error: unknown) => log.onFault(error, null);
        await startWork(kind, id, activeCount() >= concurrency).catch(onFault);
      }
    } finally {
      isPumping = false;
    }
  };
  const start = (kind: Startable, id: string) => {
    waiting.set(id, kind);
    void pump();
  };

  const internal = problem('internal_error');
  /** Work that is over without having ended its row can only be a defect of ours; nobody must wait for it for ever. */
  const giveUp = (kind: Startable, id: string) =>
    kind === 'workflow' ? fail(parts, id, internal) : failIngestion(parts, id, internal);

  const sweepKind = async (kind: Startable, ids: readonly string[]) => {
    const unknown = ids.filter((id) => !isActive(id) && !waiting.has(id));
    if (unknown.length === 0) return;
    const states = await stateOfWork(unknown);
    // Those that are over have ended meanwhile, unless they are still open now.
    const open = new Set(await listOpen(kind));
    for (const id of unknown) {
      if (states.get(id) === 'unknown') start(kind, id);
      else if (states.get(id) === 'over' && open.has(id)) await giveUp(kind, id);
    }
  };
  const listOpen = (kind: Startable) => {
    const range = { createdBefore: new Date(clock.nowMs() - SWEEP_AGE_MS), limit: SWEEP_ROWS };
    return kind === 'workflow' ? listOpenWorkflows(state.db, range) : listOpenIngestions(state.db, range);
  };
  const sweepDeliveries = async () => {
    const free = DELIVERIES_AT_ONCE - activeDeliveryCount();
    if (free <= 0) return;
    for (const { id, attempt } of await parts.deliveries.due(new Date(clock.nowMs()), free)) {
      await startDelivery(id, attempt);
    }
  };
  let wakeDeliveries = () => {};
  /**
   * Sends what is due, at once when it is told to. Told, not called: what is started in the course of a body would be taken
   * for a part of that body by the engine.
   */
  const sendWhatIsDue = async () => {
    while (!ended.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wakeDeliveries = resolve;
      });
      await sweepDeliveries().catch((error: unknown) => log.onFault(error, null));
      const over = new AbortController();
      await Promise.race([woken, clock.sleep(SWEEP_MS, AbortSignal.any([ended.signal, over.signal]))]);
      over.abort();
    }
  };
  const sweep = async () => {
    for (const kind of ['workflow', 'ingestion'] as const) {
      const ids = await listOpen(kind);
      if (ids.length > 0) await sweepKind(kind, ids);
    }
  };
  const nodes = createNodeWatch(state.db, clock, nodeId);
  const heartbeat = async () => {
    const dead = await nodes.beat();
    if (dead.length === 0) return;
    await takeOver(dead);
    await nodes.forget(dead);
    log.onEvent('nodes taken over', { count: dead.length });
  };
  const lookForCancelled = async () => {
    for (const id of await listCancelled(state.db, ownersHere())) abortOwner(id);
  };

  /** Again and again until the end. What fails is tried at the next round. */
  const repeat = async (everyMs: number, work: () => Promise<void>) => {
    while (!ended.signal.aborted) {
      await work().catch((error: unknown) => {
        if (!ended.signal.aborted) log.onFault(error, null);
      });
      await clock.sleep(everyMs, ended.signal);
    }
  };
  const launch = () =>
    launchEngine(parts, {
      // The embedded database has one process: what the former one left is this one's own.
      executorId: state.isShared ? nodeId : 'embedded',
      schema: settings.schema,
      concurrency,
      pollingIntervalMs: QUEUE_POLL_MS,
      onDeliveriesDue: () => wakeDeliveries(),
    });
  // Each brings the engine's tables to the newest version; two that do it at once would block each other.
  await (state.isShared ? oneAtATime(state.db, clock, 'engine', launch) : launch());
  const loops = [
    repeat(SWEEP_MS, sweep),
    sendWhatIsDue(),
    repeat(FORGET_EVERY_MS, () => forgetOldWork(new Date(clock.nowMs() - KEEP_WORK_MS))),
    ...(state.isShared ? [repeat(HEARTBEAT_MS, heartbeat), repeat(CANCEL_LOOK_MS, lookForCancelled)] : []),
  ];
  return {
    start(kind, id) {
      if (kind === 'delivery') wakeDeliveries();
      else start(kind, id);
    },
    async cancel(workflowId) {
      abortOwner(workflowId);
    },
    async drain(withinMs) {
      ended.abort();
      await drainEngine(withinMs);
    },
    async close() {
      ended.abort();
      await Promise.all(loops);
      await shutDownEngine();
      // The others need not wait until this node has been silent for long.
      if (state.isShared) await nodes.end().catch(() => {});
    },
  };
}
