import { LIMITS, type Problem, problem } from '@milaan/contract';

/** A place among the requests that a workspace may have under way; given back exactly once. */
export interface Place {
  leave(): void;
}

/** Every place is taken. */
export type NoPlace = Problem<'rate_limit_concurrency'>;

/** Counts the requests of each workspace that are under way, or its open streams, on this node or on all that share a database. */
export interface ConcurrencyLimiter {
  /** A place, or what the caller is told when there is none. */
  enter(workspaceId: string, nowMs: number): Place | NoPlace | Promise<Place | NoPlace>;
  readonly underWay: number;
  /** Gives back what other nodes may use. */
  stop(): Promise<void>;
}

export const isPlace = (entered: Place | NoPlace): entered is Place => 'leave' in entered;

/** For one node. */
export interface LocalConcurrencyLimiter extends ConcurrencyLimiter {
  enter(workspaceId: string, nowMs: number): Place | NoPlace;
}

/** What a caller is told whose workspace has no place left. */
export const tooManyAtOnce = (limit: number, waitMs: number): NoPlace =>
  problem('rate_limit_concurrency', { metadata: { limit }, retryAfterMs: Math.max(1, waitMs) });

/**
 * A refused caller is told to wait until the oldest request must have ended: sooner would be a guess, and who waits that
 * long, and alone, finds a place.
 */
export function createConcurrencyLimiter(limit: number, lastsMs: number = LIMITS.requestMs): LocalConcurrencyLimiter {
  const workspaces = new Map<string, Set<{ readonly endsByMs: number }>>();
  let underWay = 0;

  const refusal = (places: ReadonlySet<{ readonly endsByMs: number }>, nowMs: number): NoPlace => {
    // A set keeps the order in which its members came.
    const [oldest] = places;
    return tooManyAtOnce(limit, (oldest?.endsByMs ?? nowMs) - nowMs);
  };

  return {
    get underWay() {
      return underWay;
    },
    enter(workspaceId, nowMs) {
      let places = workspaces.get(workspaceId);
      if (places === undefined) {
        places = new Set();
        workspaces.set(workspaceId, places);
      }
      if (places.size >= limit) return refusal(places, nowMs);
      const place = { endsByMs: nowMs + lastsMs };
      const mine = places;
      mine.add(place);
      underWay++;
      return {
        leave() {
          if (!mine.delete(place)) return;
          underWay--;
          if (mine.size === 0 && workspaces.get(workspaceId) === mine) workspaces.delete(workspaceId);
        },
      };
    },
    stop: async () => {},
  };
}
