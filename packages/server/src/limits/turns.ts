/** Long enough that writing gets its share however much comes in, short enough that who only reads does not notice. */
const SLICE_MS = 2;

/**
 * Shares this thread between the embedded database, which holds it while it works, and everything that arrives: what is
 * handed over begins at once while the slice of time lasts, and otherwise in the next turn of the loop, after whatever
 * has arrived was seen to.
 */
export function createTurns(
  nowMs: () => number = () => performance.now(),
  later: (next: () => void) => void = setImmediate,
): (next: () => void) => void {
  let sliceBeganMs = Number.NEGATIVE_INFINITY;
  return (next) => {
    if (nowMs() - sliceBeganMs < SLICE_MS) return next();
    later(() => {
      sliceBeganMs = nowMs();
      next();
    });
  };
}
