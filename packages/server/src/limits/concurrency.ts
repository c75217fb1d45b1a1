import { LIMITS, type Problem, problem } from '@milaan/contract';

/** A place among the requests that a workspace may have under way; given back exactly once. */
export interface Place {
  leave(): void;
}

/** Counts the requests of each workspace that are under way on this node, or its open streams. */
export interface ConcurrencyLimiter {
  /** A place, or what the caller is told when there is none. */
  enter(workspaceId: string, nowMs: number): Place | Problem<'rate_limit_concurrency'>;
  readonly underWay: number;
}

export const isPlace = (entered: Place | Problem<'rate_limit_concurrency'>): entered is Place => 'leave' in entered;

/**
 * A refused caller is told to wait until the oldest request must have ended: sooner would be a guess, and who waits that
 * long, and alone, finds a place.
 */
export function createConcurrencyLimiter(limit: number, lastsMs: number = LIMITS.requestMs): ConcurrencyLimiter {
  const workspaces = new Map<string, Set<{ readonly endsByMs: number }>>();
  let underWay = 0;

  const refusal = (places: ReadonlySet<{ readonly endsByMs: number }>, nowMs: number): Problem<'rate_limit_concurrency'> => {
    // A set keeps the order in which its members came.
    const [oldest] = places;
    const waitMs = (oldest?.endsByMs ?? nowMs) - nowMs;
    return problem('rate_limit_concurrency', { metadata: { limit }, retryAfterMs: Math.max(1, waitMs) });
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
  };
}
