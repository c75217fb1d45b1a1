/** A sparse bipartite graph with whole-number weights, as parallel arrays; ends are 0-based. */
export interface Edges {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Positive whole numbers (hundredths of a bit), so that equal is equal. */
  readonly weight: Int32Array;
}

/** Edge indices in compressed rows: those of node `n` are `items[start[n]..start[n + 1])`. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

export const adjacencyOf = (ends: Int32Array, nodeCount: number): Adjacency => {
  const start = new Int32Array(nodeCount + 1);
  for (const end of ends) start[end + 1] = (start[end + 1] ?? 0) + 1;
  for (let n = 0; n < nodeCount; n++) start[n + 1] = (start[n + 1] ?? 0) + (start[n] ?? 0);
  const items = new Int32Array(ends.length);
  const next = start.slice();
  ends.forEach((end, edge) => {
    const position = next[end] ?? 0;
    items[position] = edge;
    next[end] = position + 1;
  });
  return { start, items };
};
