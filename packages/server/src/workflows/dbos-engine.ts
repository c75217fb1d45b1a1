import { DBOS } from '@dbos-inc/dbos-sdk';
// Taking over another executor's work is not in the public class; this is what its own conductor calls.
import { DBOSExecutor } from '@dbos-inc/dbos-sdk/internal/dbos-executor';
// Its pauses after a lost connection are those of a batch system; a person waits for ours.
import { dbRetryConfig } from '@dbos-inc/dbos-sdk/internal/utils';
import type { Problem } from '@milaan/contract';
import { BODIES_VERSION, ingestion, readFileOf, reconciliation } from './bodies.ts';
import { type Durable, type StepWork, Stopped } from './durable.ts';
import { createEngineLog } from './engine-log.ts';
import { idlePollMs, type QueuePolls, startQueuePolls } from './queue-polls.ts';
import { createWorkHere, type WorkHere } from './work-here.ts';
import { WorkflowFailure } from './workflow-failure.ts';
import type { DueAttempt, WorkflowParts } from './workflow-parts.ts';

/** DBOS has one executor in a process, so there is one of these. */
interface Engine {
  readonly parts: WorkflowParts;
  readonly here: WorkHere;
  readonly onDeliveriesDue: () => void;
  polls: QueuePolls | null;
}

let engine: Engine | null = null;

const workHere = (): WorkHere => {
  if (engine === null) throw new Error('The workflows are not running.');
  return engine.here;
};

/** How often a workflow that waits for others asks whether they are done. */
const POLL_MS = 200;

/**
 * Waits for a file, wherever it is read. By itself DBOS would keep its own end as the outcome of the wait: whoever goes on
 * with the work would fail by it. As a step of that name, waits that are kept from before still count.
 */
const fileResultOf = (id: string): Promise<FileResult | null> =>
  DBOS.runStep(() => workHere().unlessDraining(() => DBOS.getResult<FileResult>(id, { pollingIntervalMs: POLL_MS })), {
    name: 'DBOS.getResult',
  });

const durableOf = (owner: string): Durable => ({
  async step<Result>(name: string, work: StepWork<Result>) {
    const outcome = await DBOS.runStep(() => workHere().attempt(owner, work), { name });
    if ('value' in outcome) return outcome.value as Result; // what this very step gave, now or before a crash
    if ('failure' in outcome) throw new WorkflowFailure(outcome.failure);
    throw new Stopped();
  },
  sendDeliveries(ids) {
    if (ids.length > 0) engine?.onDeliveriesDue();
  },
  async readFiles(ingestionIds) {
    const [only, ...others] = ingestionIds;
    if (only !== undefined && others.length === 0) return [await readFileOf(only, durableOf(owner))];
    for (const id of ingestionIds) {
      await DBOS.startWorkflow(fileWorkflow, { workflowID: id, queueName: FILE_QUEUE })(id, owner);
    }
    engine?.polls?.wake();
    const failures: (Problem | null)[] = [];
    for (const id of ingestionIds) {
      const result = await fileResultOf(id);
      if (result === null || result.isStopped) throw new Stopped();
      failures.push(result.failure);
    }
    return failures;
  },
});

const follow = <Result>(id: string, body: () => Promise<Result>): Promise<Result> => workHere().follow(id, body);

interface FileResult {
  readonly failure: Problem | null;
  readonly isStopped: boolean;
}

const DELIVERY_MARK = '/';
/** Each attempt is work of its own, so that days may lie between two of them. */
const deliveryWork = ({ id, attempt }: Pick<DueAttempt, 'id' | 'attempt'>): string => `${id}${DELIVERY_MARK}${attempt}`;

const WORK_QUEUE = 'work';
const FILE_QUEUE = 'file';

/** More than the kills of any bad day; what then still does not end is a defect, and its row says so. */
const REGISTERED = { maxRecoveryAttempts: 1000 };

const reconciliationWorkflow = DBOS.registerWorkflow(
  (id: string) => follow(id, () => reconciliation(id, durableOf(id))),
  { name: 'reconciliation', ...REGISTERED },
);
const ingestionWorkflow = DBOS.registerWorkflow((id: string) => follow(id, () => ingestion(id, durableOf(id))), {
  name: 'ingestion',
  ...REGISTERED,
});
/** A file of a workflow belongs to it: when that one is cancelled, so is this. */
const fileWorkflow = DBOS.registerWorkflow(
  (id: string, owner: string): Promise<FileResult> =>
    follow(id, async () => {
      try {
        return { failure: await readFileOf(id, durableOf(owner)), isStopped: false };
      } catch (error) {
        if (error instanceof Stopped) return { failure: null, isStopped: true };
        throw error;
      }
    }),
  { name: 'file', ...REGISTERED },
);
const deliveryWorkflow = DBOS.registerWorkflow(
  (deliveryId: string, attempt: number, webhookId: string) =>
    follow(`${deliveryWork({ id: deliveryId, attempt })}${DELIVERY_MARK}${webhookId}`, () =>
      durableOf(deliveryId)
        .step('attempt', (parts, signal) => parts.deliveries.attempt(deliveryId, signal))
        .catch((error: unknown) => {
          // The delivery's own row says how it went, and when it is due again.
          if (!(error instanceof WorkflowFailure || error instanceof Stopped)) throw error;
        }),
    ).finally(() => engine?.onDeliveriesDue()),
  { name: 'delivery', ...REGISTERED },
);

export interface EngineSettings {
  /** Unique among the processes that share the database; the same again after a restart only if no other can run. */
  readonly executorId: string;
  readonly schema: string;
  /** Bodies that run here at the same time, and files read at the same time. */
  readonly concurrency: number;
  /** Told when a body has put deliveries on their way. */
  readonly onDeliveriesDue: () => void;
}

/** Starts DBOS in this process; what the same executor left unfinished goes on. */
export async function launchEngine(parts: WorkflowParts, settings: EngineSettings): Promise<void> {
  if (engine !== null) throw new Error('The workflows run already in this process.');
  engine = { parts, here: createWorkHere(parts), onDeliveriesDue: settings.onDeliveriesDue, polls: null };
  const told = createEngineLog(parts);
  Object.assign(dbRetryConfig, { initialBackoffSec: 0.2, maxBackoffSec: 5 });
  DBOS.setConfig({
    name: 'milaan',
    systemDatabasePool: parts.state.enginePool(),
    systemDatabaseSchemaName: settings.schema,
    useListenNotify: false,
    executorID: settings.executorId,
    applicationVersion: BODIES_VERSION,
    enableOTLP: false,
    logger: { debug: () => {}, info: () => {}, warn: told, error: told },
  });
  try {
    await DBOS.launch();
    const idleMs = idlePollMs(parts.state.isShared);
    const queue = {
      workerConcurrency: settings.concurrency,
      minPollingIntervalMs: idleMs,
      onConflict: 'always_update',
    } as const;
    const queues = [await DBOS.registerQueue(WORK_QUEUE, queue), await DBOS.registerQueue(FILE_QUEUE, queue)];
    engine.polls = startQueuePolls(queues, () => activeCount() > 0, parts.clock, idleMs);
  } catch (error) {
    await DBOS.shutdown();
    engine = null;
    throw error;
  }
}

export const activeCount = (): number => engine?.here.bodies.size ?? 0;
/** The attempts that are made here now. */
export const activeDeliveries = (): readonly { readonly work: string; readonly webhookId: string }[] =>
  [...(engine?.here.bodies ?? [])].flatMap((body) => {
    const [id, attempt, webhookId = ''] = body.split(DELIVERY_MARK);
    return attempt === undefined ? [] : [{ work: `${id}${DELIVERY_MARK}${attempt}`, webhookId }];
  });
export const isDeliveryActive = (due: DueAttempt): boolean =>
  activeDeliveries().some(({ work }) => work === deliveryWork(due));
export const isActive = (id: string): boolean => engine?.here.bodies.has(id) === true;
/** The workflows and ingestions of which a step runs here. */
export const ownersHere = (): readonly string[] => engine?.here.owners ?? [];

/** Stops what runs here for a workflow or an ingestion. */
export const abortOwner = (owner: string): void => engine?.here.abort(owner);

/** Starts the work of a row once, however often it is asked for: at once, or when its turn in the queue comes. */
export async function startWork(kind: 'workflow' | 'ingestion', id: string, isQueued: boolean): Promise<void> {
  const options = { workflowID: id, ...(isQueued ? { queueName: WORK_QUEUE } : {}) };
  const target = kind === 'workflow' ? reconciliationWorkflow : ingestionWorkflow;
  await DBOS.startWorkflow(target, options)(id);
  if (isQueued) engine?.polls?.wake();
}

export async function startDelivery(due: DueAttempt): Promise<void> {
  const options = { workflowID: deliveryWork(due) };
  await DBOS.startWorkflow(deliveryWorkflow, options)(due.id, due.attempt, due.webhookId);
}

/** Puts the unfinished work of processes that are gone back into the queue. One statement: two nodes may both do it. */
export async function takeOver(executorIds: readonly string[]): Promise<void> {
  await DBOSExecutor.globalInstance?.recoverPendingWorkflows([...executorIds]);
  engine?.polls?.wake();
}

/** No step begins any more; those under way may finish within the time, then they are cut off. */
export const drainEngine = async (withinMs: number): Promise<void> => engine?.here.drain(withinMs);

/** Ends DBOS in this process. */
export async function shutDownEngine(): Promise<void> {
  if (engine === null) return;
  await engine.here.drain(0);
  await engine.polls?.stop();
  await DBOS.shutdown();
  engine = null;
}
