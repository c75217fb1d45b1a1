import { adjacencyOf, type Edges } from './edges.ts';
import { PriorityQueue } from './priority-queue.ts';

export interface Matching {
  /** Matched edge of each left node, -1 where it stays alone. */
  readonly edgeOfLeft: Int32Array;
  /** Left nodes whose search met the work bound; they were matched best-first with what stayed free. */
  readonly boundedCount: number;
}

export interface WorkBound {
  /** Edges that the search for one left node may examine… */
  readonly perNode: number;
  /** …and all searches together, after which one may examine a hundredth. */
  readonly total: number;
}

/**
 * Maximum-weight one-to-one matching of a sparse bipartite graph; nodes may stay alone at weight 0.
 * Left nodes enter one by one, each by the cheapest augmenting path (Dijkstra over reduced costs), which keeps the duals feasible:
 * u + v >= weight on every edge, with equality on matched ones. O(left · edges · log) at worst, near linear on real components.
 */
export const maximumWeightMatching = (
  edges: Edges,
  leftCount: number,
  rightCount: number,
  bound: WorkBound,
): Matching => {
  const { left, right, weight } = edges;
  const { start, items } = adjacencyOf(left, leftCount);
  const u = new Float64Array(leftCount);
  const v = new Float64Array(rightCount);
  const edgeOfLeft = new Int32Array(leftCount).fill(-1);
  const edgeOfRight = new Int32Array(rightCount).fill(-1);
  for (let edge = 0; edge < left.length; edge++) {
    const node = left[edge] ?? 0;
    u[node] = Math.max(u[node] ?? 0, weight[edge] ?? 0);
  }
  let work = 0;

  const distance = new Float64Array(rightCount).fill(Number.POSITIVE_INFINITY);
  const arrivedBy = new Int32Array(rightCount).fill(-1);

  const enter = (source: number): boolean => {
    const workEnd = work + (work < bound.total ? bound.perNode : bound.perNode / 100);
    const queue = new PriorityQueue();
    const settled: number[] = [];
    const touched: number[] = [];
    const leftDistance = new Map<number, number>([[source, 0]]);
    // Ends of the path: a free right node, or a left node that is left alone (its dual is what that costs).
    let best = u[source] ?? 0;
    let endRight = -1;
    let endLeft = source;
    const relax = (node: number, base: number): void => {
      for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) {
        work++;
        const edge = items[at] ?? 0;
        const target = right[edge] ?? 0;
        const length = base + (u[node] ?? 0) + (v[target] ?? 0) - (weight[edge] ?? 0);
        if (length >= (distance[target] ?? 0) || length >= best) continue;
        if (distance[target] === Number.POSITIVE_INFINITY) touched.push(target);
        distance[target] = length;
        arrivedBy[target] = edge;
        queue.push(target, length);
      }
    };
    const forget = () => {
      for (const target of touched) {
        distance[target] = Number.POSITIVE_INFINITY;
        arrivedBy[target] = -1;
      }
    };
    relax(source, 0);
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { item: target, priority } = next;
      if (priority >= best) break;
      if (priority > (distance[target] ?? 0)) continue;
      const matched = edgeOfRight[target] ?? -1;
      if (matched < 0) {
        best = priority;
        endRight = target;
        endLeft = -1;
        break;
      }
      settled.push(target);
      const mate = left[matched] ?? 0;
      leftDistance.set(mate, priority);
      if (priority + (u[mate] ?? 0) < best) {
        best = priority + (u[mate] ?? 0);
        endRight = target;
        endLeft = mate;
      }
      relax(mate, priority);
      if (work > workEnd) {
        // Nothing was changed yet: the duals stay feasible and the node waits for the best-first round.
        forget();
        return false;
      }
    }
    for (const [node, at] of leftDistance) if (at < best) u[node] = (u[node] ?? 0) - (best - at);
    for (const target of settled) {
      const at = distance[target] ?? 0;
      if (at < best) v[target] = (v[target] ?? 0) + (best - at);
    }
    if (endLeft !== source) {
      if (endLeft >= 0) edgeOfLeft[endLeft] = -1;
      for (let target = endRight; target >= 0; ) {
        const edge = arrivedBy[target] ?? -1;
        const node = left[edge] ?? 0;
        const previous = edgeOfLeft[node] ?? -1;
        edgeOfLeft[node] = edge;
        edgeOfRight[target] = edge;
        target = node === source ? -1 : (right[previous] ?? -1);
      }
    }
    forget();
    return true;
  };

  const bounded: number[] = [];
  for (let node = 0; node < leftCount; node++) if (start[node] !== start[node + 1] && !enter(node)) bounded.push(node);

  const rest = bounded
    .flatMap((node) => [...items.subarray(start[node], start[node + 1])])
    .sort((a, b) => (weight[b] ?? 0) - (weight[a] ?? 0) || a - b);
  for (const edge of rest) {
    const node = left[edge] ?? 0;
    const target = right[edge] ?? 0;
    if (edgeOfLeft[node] !== -1 || edgeOfRight[target] !== -1) continue;
    edgeOfLeft[node] = edge;
    edgeOfRight[target] = edge;
  }
  return { edgeOfLeft, boundedCount: bounded.length };
};
