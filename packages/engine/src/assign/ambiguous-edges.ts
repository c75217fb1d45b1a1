import { adjacencyOf, type Edges } from './edges.ts';

/**
 * Matched edges that have an equal alternative: another matching, reached by moving one end to a free document or by exchanging
 * partners with one other pair, is within `margin` of the total. Such a link is a guess between equals.
 */
export const findAmbiguousEdges = (
  { left, right, weight }: Edges,
  edgeOfLeft: Int32Array,
  leftCount: number,
  rightCount: number,
  margin: number,
): Set<number> => {
  const byLeft = adjacencyOf(left, leftCount);
  const byRight = adjacencyOf(right, rightCount);
  const edgeOfRight = new Int32Array(rightCount).fill(-1);
  for (const edge of edgeOfLeft) if (edge >= 0) edgeOfRight[right[edge] ?? 0] = edge;

  const weightBetween = (node: number, target: number): number => {
    for (let at = byLeft.start[node] ?? 0; at < (byLeft.start[node + 1] ?? 0); at++) {
      const edge = byLeft.items[at] ?? 0;
      if (right[edge] === target) return weight[edge] ?? 0;
    }
    return Number.NEGATIVE_INFINITY;
  };

  const hasEqual = (matched: number): boolean => {
    const node = left[matched] ?? 0;
    const target = right[matched] ?? 0;
    const own = weight[matched] ?? 0;
    for (let at = byLeft.start[node] ?? 0; at < (byLeft.start[node + 1] ?? 0); at++) {
      const edge = byLeft.items[at] ?? 0;
      if (edge === matched) continue;
      const rival = edgeOfRight[right[edge] ?? 0] ?? -1;
      const other = weight[edge] ?? 0;
      if (
        rival < 0
          ? other >= own - margin
          : other + weightBetween(left[rival] ?? 0, target) >= own + (weight[rival] ?? 0) - margin
      )
        return true;
    }
    for (let at = byRight.start[target] ?? 0; at < (byRight.start[target + 1] ?? 0); at++) {
      const edge = byRight.items[at] ?? 0;
      if ((edgeOfLeft[left[edge] ?? 0] ?? -1) < 0 && (weight[edge] ?? 0) >= own - margin) return true;
    }
    return false;
  };

  const ambiguous = new Set<number>();
  for (const edge of edgeOfLeft) if (edge >= 0 && hasEqual(edge)) ambiguous.add(edge);
  return ambiguous;
};
