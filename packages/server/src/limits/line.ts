import type { Clock } from '../injected/clock.ts';

export interface LineBounds {
  /** How many work at the same time. */
  readonly places: number;
  /** How many may wait when the line has lately been shorter: a burst. */
  readonly longest: number;
  /** How many may wait when it has not: then it is no burst, and whoever joins only makes all others wait longer. */
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

/**
 * First come, first served. How long somebody waits is bounded by how many may wait: a burst may be long, because it
 * ends; a standing line is kept short (the idea of CoDel, RFC 8289). `handOver` calls the next one; the embedded
 * database works in this thread, so that there whoever has arrived meanwhile is seen to first.
 */
export function createLine(
  { places, longest, standing }: LineBounds,
  clock: Clock,
  handOver: (next: () => void) => void,
): Line {
  const waiting: (() => void)[] = [];
  let free = places;
  let isStanding = false;
  let shortest = 0;
  let windowEndsMs = 0;

  const look = (): void => {
    shortest = Math.min(shortest, waiting.length);
    const nowMs = clock.nowMs();
    if (nowMs < windowEndsMs) return;
    isStanding = shortest > standing / 2;
    shortest = waiting.length;
    windowEndsMs = nowMs + WINDOW_MS;
  };
  const isFull = (): boolean => {
    look();
    return free === 0 && waiting.length >= (isStanding ? standing : longest);
  };
  const leave = (): void => {
    const next = waiting.shift();
    look();
    if (next === undefined) free++;
    else handOver(next);
  };
  const take = (): Promise<void> | null => {
    if (free === 0) return new Promise((resolve) => waiting.push(resolve));
    free--;
    return null;
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
      const turn = take();
      return (turn === null ? work() : turn.then(work)).finally(leave);
    },
  };
}
