import { setImmediate } from 'node:timers/promises';
import { createCalm } from '../limits/calm.ts';
import { activeCount, startWork } from './dbos-engine.ts';
import type { WorkflowParts } from './workflow-parts.ts';

export type Startable = 'workflow' | 'ingestion';

/** Begins accepted work one after the other and after the requests: the embedded database works in this thread. */
export interface WorkStarter {
  start(kind: Startable, id: string): void;
  /** Whether it will be begun soon. */
  isWaiting(id: string): boolean;
}

/** Whoever triggers many at once is answered before the first of them competes for the processor, within reason. */
const BURST = { pauseMs: 25, mostMs: 3000 } as const;

/** Begins so many at once; the others wait in the queue, for whatever node has room. */
export function createWorkStarter(
  { clock, log }: Pick<WorkflowParts, 'clock' | 'log'>,
  concurrency: number,
  ended: AbortSignal,
): WorkStarter {
  const waiting = new Map<string, Startable>();
  const calm = createCalm(BURST, clock);
  let isBeginning = false;
  const beginAll = async () => {
    await calm.wait(ended);
    for (const [id, kind] of waiting) {
      await setImmediate();
      if (ended.aborted) return;
      waiting.delete(id);
      // The row is there: the sweeper comes back to it.
      await startWork(kind, id, activeCount() >= concurrency).catch((error: unknown) => log.onFault(error, null));
    }
  };
  return {
    start(kind, id) {
      waiting.set(id, kind);
      calm.disturb();
      if (isBeginning) return;
      isBeginning = true;
      void beginAll().finally(() => {
        isBeginning = false;
      });
    },
    isWaiting: (id) => waiting.has(id),
  };
}
