import { activeDeliveries, isDeliveryActive, startDelivery } from './dbos-engine.ts';
import type { WorkflowParts } from './workflow-parts.ts';

const DELIVERIES_AT_ONCE = 16;
/** A receiver that hangs must not take the places of the others. */
const PER_WEBHOOK = 2;
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

/** What is under way here, by the webhook it goes to. */
function countByWebhook(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { webhookId } of activeDeliveries()) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
  return counts;
}

async function sendDue({ deliveries, clock }: WorkflowParts): Promise<void> {
  const limit = DELIVERIES_AT_ONCE - activeDeliveries().length;
  if (limit <= 0) return;
  const underWay = new Map(countByWebhook());
  const fullWebhooks = [...underWay].filter(([, count]) => count >= PER_WEBHOOK).map(([id]) => id);
  const room = { limit, perWebhook: PER_WEBHOOK, fullWebhooks };
  for (const due of await deliveries.due(new Date(clock.nowMs()), room)) {
    // One that was begun and has not taken its row yet is listed still.
    if (isDeliveryActive(due)) continue;
    const count = underWay.get(due.webhookId) ?? 0;
    if (count >= PER_WEBHOOK) continue;
    underWay.set(due.webhookId, count + 1);
    await startDelivery(due);
  }
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
