import type { Edges } from '../assign/edges.ts';

/** An edge as [left, right, weight]. */
export type Edge = readonly [left: number, right: number, weight: number];

export const edgesOf = (list: readonly Edge[]): Edges => ({
  left: Int32Array.from(list, ([left]) => left),
  right: Int32Array.from(list, ([, right]) => right),
  weight: Int32Array.from(list, ([, , weight]) => weight),
});

/** Every one-to-one choice of edges, as lists of edge indices. */
export function* matchingsOf(
  list: readonly Edge[],
  from = 0,
  chosen: readonly number[] = [],
): Generator<readonly number[]> {
  if (from === list.length) {
    yield chosen;
    return;
  }
  yield* matchingsOf(list, from + 1, chosen);
  const [left, right] = list[from] ?? [-1, -1];
  if (chosen.every((edge) => list[edge]?.[0] !== left && list[edge]?.[1] !== right))
    yield* matchingsOf(list, from + 1, [...chosen, from]);
}

export const totalOf = (list: readonly Edge[], chosen: readonly number[]): number =>
  chosen.reduce((sum, edge) => sum + (list[edge]?.[2] ?? 0), 0);

/** Largest total weight that any one-to-one choice reaches, by trying them all. */
export const bestTotalOf = (list: readonly Edge[]): number => {
  let best = 0;
  for (const chosen of matchingsOf(list)) best = Math.max(best, totalOf(list, chosen));
  return best;
};
