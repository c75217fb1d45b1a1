import { setMaxListeners } from 'node:events';
import { LIMITS } from '@milaan/contract';
import type { Clock } from '../injected/clock.ts';
import type { StateDatabase } from '../state/open-state.ts';
import { leasePlaces, returnAllPlaces } from '../state/place-leases.ts';
import { type ConcurrencyLimiter, type NoPlace, type Place, tooManyAtOnce } from './concurrency.ts';

/** A node asks for this part of the limit at once, so that most requests cost no statement. */
const PART = 1 / 8;
/** Places that were not needed for so long go back, for the other nodes. */
const RETURN_AFTER_MS = 1000;
/** A lease outlives every request that begins under it. It is renewed when less than the longest request is left. */
const LEASE_MS = LIMITS.requestMs + 15_000;
/** When all places are elsewhere: their requests have ended and the places have gone back. */
const WAIT_MS = LIMITS.requestMs + RETURN_AFTER_MS;

/** The places of one workspace on this node. */
interface Share {
  places: number;
  expiresAtMs: number;
  underWay: number;
  /** The most under way since it was last looked whether places can go back. */
  peak: number;
  /** The statement that changes the lease now; there is never more than one. */
  changing: Promise<void> | null;
}

/**
 * For several nodes on one Postgres. Each leases places of a workspace and counts its own requests against them in
 * memory: asking the database at the beginning and the end of every request would cost more than most requests. All
 * leases together never pass the limit. That of a killed node expires when its last request must have ended.
 */
export function createSharedConcurrencyLimiter(
  db: StateDatabase,
  nodeId: string,
  limit: number,
  clock: Clock,
): ConcurrencyLimiter {
  const shares = new Map<string, Share>();
  const stopped = new AbortController();
  // Each workspace listens.
  setMaxListeners(0, stopped.signal);
  const step = Math.ceil(limit * PART);
  let underWay = 0;

  const change = (workspaceId: string, share: Share, wanted: number): Promise<void> => {
    const nowMs = clock.nowMs();
    const expiresAtMs = nowMs + LEASE_MS;
    // Whoever comes meanwhile must not count on what is being given back.
    share.places = Math.min(share.places, wanted);
    share.changing = leasePlaces(db, { workspaceId, nodeId, wanted, limit, nowMs, expiresAtMs })
      .then((places) => {
        share.places = places;
        share.expiresAtMs = expiresAtMs;
      })
      .finally(() => {
        share.changing = null;
      });
    return share.changing;
  };

  /** Gives back what a workspace does not need any more, until it has nothing left here. */
  const watch = async (workspaceId: string, share: Share): Promise<void> => {
    while (!stopped.signal.aborted) {
      await clock.sleep(RETURN_AFTER_MS, stopped.signal);
      if (stopped.signal.aborted) return;
      const { peak } = share;
      share.peak = share.underWay;
      // Without the database the lease cannot be given back, and expires.
      if (peak < share.places && share.changing === null) await change(workspaceId, share, peak).catch(() => {});
      const isIdle = share.underWay === 0 && share.changing === null;
      if (isIdle && (share.places === 0 || share.expiresAtMs <= clock.nowMs())) return void shares.delete(workspaceId);
    }
  };

  const shareOf = (workspaceId: string): Share => {
    let share = shares.get(workspaceId);
    if (share === undefined) {
      share = { places: 0, expiresAtMs: 0, underWay: 0, peak: 0, changing: null };
      shares.set(workspaceId, share);
      void watch(workspaceId, share);
    }
    return share;
  };

  const isFresh = (share: Share): boolean => clock.nowMs() + LIMITS.requestMs < share.expiresAtMs;
  const isCovered = (share: Share): boolean => share.underWay < share.places && isFresh(share);

  const begin = (share: Share): Place => {
    share.underWay++;
    share.peak = Math.max(share.peak, share.underWay);
    underWay++;
    let isLeft = false;
    return {
      leave() {
        if (isLeft) return;
        isLeft = true;
        share.underWay--;
        underWay--;
      },
    };
  };

  const enterWhenCovered = async (workspaceId: string, share: Share): Promise<Place | NoPlace> => {
    let hasAsked = false;
    while (!isCovered(share)) {
      if (share.changing !== null) await share.changing;
      else if (hasAsked && isFresh(share)) return tooManyAtOnce(limit, WAIT_MS);
      else {
        hasAsked = true;
        await change(workspaceId, share, Math.min(limit, Math.max(share.places, share.underWay + step)));
      }
    }
    return begin(share);
  };

  return {
    get underWay() {
      return underWay;
    },
    enter(workspaceId) {
      const share = shareOf(workspaceId);
      return isCovered(share) ? begin(share) : enterWhenCovered(workspaceId, share);
    },
    async stop() {
      stopped.abort();
      await returnAllPlaces(db, nodeId);
    },
  };
}
