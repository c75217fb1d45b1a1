import type { Clock } from '../injected/clock.ts';
import type { Randomness } from '../injected/randomness.ts';
import {
  type ClaimedDelivery,
  claimDelivery,
  listDueDeliveries,
  recordAttempt,
  releaseDelivery,
} from '../state/delivery-attempts.ts';
import type { StateDatabase } from '../state/open-state.ts';
import type { DeliveryAttempt } from '../state/tables/webhook-tables.ts';
import type { Deliveries } from '../workflows/workflow-parts.ts';
import { pauseAfter } from './delivery-schedule.ts';
import { AddressRefused, type PostOptions, postMessage } from './post-message.ts';
import { refusalOfUrl } from './refusal-of-url.ts';
import { signatureHeaders } from './sign-message.ts';

export interface DeliveryParts {
  readonly db: StateDatabase;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** Whether events may be sent to addresses of the own network. */
  readonly allowsPrivate: boolean;
  /** How names are looked up; the system's way unless a test says otherwise. */
  readonly lookup?: PostOptions['lookup'];
}

/** One attempt, from the look-up of the name to the end of the answer. */
const ATTEMPT_MS = 15_000;
/** If a node dies in the middle of an attempt, another makes it again after so long. */
const LEASE_MS = 4 * ATTEMPT_MS;
/** Still due after so long: whatever was begun for it ended without an attempt, as when the database was away for long. */
const FORGOTTEN_MS = 5 * LEASE_MS;
/** The receiver says that it is gone for good. */
const GONE = 410;

/**
 * Names an attempt. Not the count of attempts: one that died with its node is made again, and is to be told from the
 * first try; nor the due time alone, under which the engine would hold a forgotten one for done.
 */
const numberOf = (dueMs: number, nowMs: number): number => dueMs + Math.floor((nowMs - dueMs) / FORGOTTEN_MS);

type Sent = Pick<DeliveryAttempt, 'outcome' | 'httpStatus'> & { readonly retryAfter: string | null };

const REFUSED_ADDRESS: Sent = { outcome: 'ADDRESS_REFUSED', httpStatus: null, retryAfter: null };

async function send(claimed: ClaimedDelivery, signal: AbortSignal, parts: DeliveryParts): Promise<Sent> {
  const { clock, allowsPrivate, lookup } = parts;
  const timestampSeconds = Math.floor(clock.nowMs() / 1000);
  const { messageId: id, payload, secret, url } = claimed;
  // What the server allows may have changed since the webhook was added.
  if (refusalOfUrl(url, allowsPrivate) !== null) return REFUSED_ADDRESS;
  const timeUp = new AbortController();
  const done = new AbortController();
  clock.sleep(ATTEMPT_MS, done.signal).then(() => timeUp.abort());
  try {
    const { status, retryAfter } = await postMessage(url, {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Milaan',
        ...signatureHeaders({ id, timestampSeconds, payload }, secret),
      },
      body: payload,
      signal: AbortSignal.any([signal, timeUp.signal]),
      allowsPrivate,
      ...(lookup === undefined ? {} : { lookup }),
    });
    return { outcome: status >= 200 && status < 300 ? 'ACCEPTED' : 'REFUSED', httpStatus: status, retryAfter };
  } catch (error) {
    // A server that stops has not found anything out: the attempt is made again by another one.
    signal.throwIfAborted();
    if (error instanceof AddressRefused) return REFUSED_ADDRESS;
    return { outcome: timeUp.signal.aborted ? 'TIMED_OUT' : 'UNREACHABLE', httpStatus: null, retryAfter: null };
  } finally {
    done.abort();
  }
}

/** Sends what is due to webhooks. Each attempt is written down; several nodes make each of them once. */
export function createDeliveries(parts: DeliveryParts): Deliveries {
  const { db, clock, randomness } = parts;

  const attempt: Deliveries['attempt'] = async (deliveryId, signal) => {
    const startedMs = clock.nowMs();
    const claimed = await claimDelivery(db, deliveryId, new Date(startedMs), new Date(startedMs + LEASE_MS));
    if (claimed === undefined) return;
    const { outcome, httpStatus, retryAfter } = await send(claimed, signal, parts).catch(async (error: unknown) => {
      await releaseDelivery(db, claimed, new Date(clock.nowMs()));
      throw error;
    });
    const endedMs = clock.nowMs();
    const chance = (randomness.bytes(1)[0] ?? 0) / 256;
    const pauseMs =
      outcome === 'ACCEPTED' || httpStatus === GONE
        ? null
        : pauseAfter({ attempts: claimed.attemptCount + 1, retryAfter, nowMs: endedMs, chance });
    await recordAttempt(db, claimed, {
      attempt: { at: new Date(startedMs).toISOString(), outcome, httpStatus, durationMs: endedMs - startedMs },
      status: outcome === 'ACCEPTED' ? 'DELIVERED' : pauseMs === null ? 'FAILED' : 'PENDING',
      nextAttemptAt: pauseMs === null ? null : new Date(endedMs + pauseMs),
      at: new Date(endedMs),
    });
  };

  return {
    attempt,
    async due(now, room) {
      const rows = await listDueDeliveries(db, now, room);
      return rows.map(({ id, webhookId, dueAt }) => ({
        id,
        webhookId,
        attempt: numberOf(dueAt.getTime(), now.getTime()),
      }));
    },
  };
}
