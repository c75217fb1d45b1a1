import { listEnded } from '../state/workflows.ts';
import { abortOwner, drainEngine, launchEngine, ownersHere, shutDownEngine, takeOver } from './dbos-engine.ts';
import { executorsAtWork, forgetOldWork } from './engine-records.ts';
import { createNodeWatch, type NodeWatch } from './node-watch.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { createDueDeliveries } from './send-what-is-due.ts';
import { sweepWork } from './sweep-work.ts';
import { createWorkStarter } from './work-starter.ts';
import type { WorkflowParts } from './workflow-parts.ts';
import type { WorkflowRunner } from './workflow-runner.ts';

export interface RunnerSettings {
  readonly nodeId: string;
  readonly schema: string;
  /** Workflows that run on this node at the same time; their jobs wait for the job pool. */
  readonly concurrency: number;
}

/** The pause between two looks at what was accepted and does not run. */
const SWEEP_MS = 5000;
const HEARTBEAT_MS = 5000;
/** How soon a workflow that was cancelled on another node stops on this one. */
const CANCEL_LOOK_MS = 1000;
const FORGET_EVERY_MS = 60 * 60 * 1000;
/** For whoever looks after a fault; the rows of workflows and ingestions stay. */
const KEEP_WORK_MS = 7 * 24 * 60 * 60 * 1000;

/** The embedded database has one process: what the former one left is this one's own. */
const EMBEDDED_EXECUTOR = 'embedded';

async function beat(nodes: NodeWatch, { log }: WorkflowParts): Promise<void> {
  const dead = await nodes.beat(executorsAtWork);
  if (dead.length === 0) return;
  await takeOver(dead);
  await nodes.forget(dead);
  log.onEvent('nodes taken over', { count: dead.length });
}

async function stopCancelled({ state }: WorkflowParts): Promise<void> {
  for (const id of await listEnded(state.db, ownersHere())) abortOwner(id);
}

async function launch(
  parts: WorkflowParts,
  { nodeId, schema, concurrency }: RunnerSettings,
  onDeliveriesDue: () => void,
): Promise<void> {
  const { state, clock } = parts;
  const executorId = state.isShared ? nodeId : EMBEDDED_EXECUTOR;
  const start = () => launchEngine(parts, { executorId, schema, concurrency, onDeliveriesDue });
  // Each brings the engine's tables to the newest version; two that do it at once would block each other.
  await (state.isShared ? oneAtATime(state.db, clock, 'engine', start) : start());
}

/** Again and again until the end. What fails is tried at the next round. */
async function repeat(
  { clock, log }: WorkflowParts,
  everyMs: number,
  ended: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!ended.aborted) {
    await work().catch((error: unknown) => {
      if (!ended.aborted) log.onFault(error, null);
    });
    await clock.sleep(everyMs, ended);
  }
}

/** Starts the workflows in this process, and whatever was accepted and does not run. */
export async function createWorkflowRunner(parts: WorkflowParts, settings: RunnerSettings): Promise<WorkflowRunner> {
  const { state, clock } = parts;
  const ended = new AbortController();
  const { signal } = ended;
  const starter = createWorkStarter(parts, settings.concurrency, signal);
  const due = createDueDeliveries(parts, signal);
  const nodes = createNodeWatch(state.db, clock, settings.nodeId);
  if (state.isShared) await nodes.begin();
  await launch(parts, settings, due.wake);
  const every = (ms: number, work: () => Promise<void>) => repeat(parts, ms, signal, work);
  const loops = [
    every(SWEEP_MS, () => sweepWork(parts, starter)),
    every(FORGET_EVERY_MS, () => forgetOldWork(new Date(clock.nowMs() - KEEP_WORK_MS))),
    due.run(),
    ...(state.isShared
      ? [every(HEARTBEAT_MS, () => beat(nodes, parts)), every(CANCEL_LOOK_MS, () => stopCancelled(parts))]
      : []),
  ];
  return {
    start(kind, id) {
      if (kind === 'delivery') due.wake();
      else starter.start(kind, id);
    },
    cancel: async (workflowId) => abortOwner(workflowId),
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
