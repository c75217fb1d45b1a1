import type { Clock } from '../injected/clock.ts';

export interface LineBounds {
  /** How many work at the same time. */
  readonly places: number;
  /** How many may wait as long as the line gets shorter again: a burst, or a client with many lanes. */
  readonly longest: number;
  /** How many may wait when it was full and stays long: then whoever joins only makes all others wait longer. */
  readonly standing: number;
}

/** A line before something that takes few at a time. */
export interface Line {
  readonly waiting: number;
  /** Whether whoever comes now is turned away. */
  readonly isFull: boolean;
  /** Runs the work when its turn has come; null, and nothing is run, when the line is full. */
  run<T>(work: () => Promise<T>): Promise<T> | null;
}

/** A line that was never shorter than half its standing length for so long is not a burst any more. */
const WINDOW_MS = 100;
/** It is over when nobody was turned away for so long: arrivals come in heaps, and between two of them a line may be empty. */
const CALM_MS = 1000;

/**
 * First come, first served. How long somebody waits is bounded by how many may wait: a burst may be long, because it
 * ends; a standing line is kept short (the idea of CoDel, RFC 8289). `handOver` lets one begin. The embedded database
 * works in this thread without a pause: there it lets one begin in the next turn of the loop, so that whoever has arrived
 * meanwhile is seen to first, counted, and refused when the line is full.
 */
export function createLine(
  { places, longest, standing }: LineBounds,
  clock: Clock,
  handOver: (next: () => void) => void,
): Line {
  const waiting: (() => void)[] = [];
  let free = places;
  let isStanding = false;
  /** How short the line was since the window began. */
  let shortest = 0;
  let fullAtMs = Number.NEGATIVE_INFINITY;
  let windowEndsMs = 0;

  const look = (): void => {
    shortest = Math.min(shortest, waiting.length);
    const nowMs = clock.nowMs();
    if (nowMs < windowEndsMs) return;
    // A busy client with a few lanes keeps a line too; only one that has turned somebody away is overload.
    const wasFull = nowMs - fullAtMs <= WINDOW_MS;
    isStanding = isStanding ? nowMs - fullAtMs <= CALM_MS : wasFull && shortest > standing / 2;
    shortest = waiting.length;
    windowEndsMs = nowMs + WINDOW_MS;
  };
  const isFull = (): boolean => {
    look();
    const isIt = free === 0 && waiting.length >= (isStanding ? standing : longest);
    if (isIt) fullAtMs = clock.nowMs();
    return isIt;
  };
  const leave = (): void => {
    const next = waiting.shift();
    look();
    if (next === undefined) free++;
    else handOver(next);
  };
  const turn = (): Promise<void> => {
    if (free === 0) return new Promise((resolve) => waiting.push(resolve));
    free--;
    return new Promise((resolve) => handOver(resolve));
  };

  return {
    get waiting() {
      return waiting.length;
    },
    get isFull() {
      return isFull();
    },
    run(work) {
      if (isFull()) return null;
      return turn().then(work).finally(leave);
    },
  };
}
