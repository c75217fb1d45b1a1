import { activeDeliveryCount, startDelivery } from './dbos-engine.ts';
import type { WorkflowParts } from './workflow-parts.ts';

const DELIVERIES_AT_ONCE = 8;
const LOOK_MS = 3000;

export interface DueDeliveries {
  /**
   * Sends what is due now and not at the next look. Told, not called: what is started in the course of a body would be
   * taken for a part of that body by the engine.
   */
  wake(): void;
  /** Sends whatever is due, until the end. */
  run(): Promise<void>;
}

async function sendDue({ deliveries, clock }: WorkflowParts): Promise<void> {
  const free = DELIVERIES_AT_ONCE - activeDeliveryCount();
  if (free <= 0) return;
  for (const { id, attempt } of await deliveries.due(new Date(clock.nowMs()), free)) await startDelivery(id, attempt);
}

export function createDueDeliveries(parts: WorkflowParts, ended: AbortSignal): DueDeliveries {
  const { clock, log } = parts;
  let wake = () => {};
  return {
    wake: () => wake(),
    async run() {
      while (!ended.aborted) {
        // From before the look on, so that nothing which comes during it is overheard.
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await sendDue(parts).catch((error: unknown) => log.onFault(error, null));
        const over = new AbortController();
        await Promise.race([woken, clock.sleep(LOOK_MS, AbortSignal.any([ended, over.signal]))]);
        over.abort();
      }
    },
  };
}
