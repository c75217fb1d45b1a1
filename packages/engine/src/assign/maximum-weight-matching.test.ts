import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bestTotalOf, type Edge, edgesOf, totalOf } from '../testing/graphs.ts';
import { type Matching, maximumWeightMatching, type WorkBound } from './maximum-weight-matching.ts';

const NODES = 6;
const FREE: WorkBound = { perNode: 1_000_000, total: 1_000_000 };

const match = (list: readonly Edge[], bound = FREE) => maximumWeightMatching(edgesOf(list), NODES, NODES, bound);
const chosenOf = ({ edgeOfLeft }: Matching) => [...edgeOfLeft].filter((edge) => edge >= 0);

/** Few weights, so that equal totals are common; sorted and without parallel edges, as the engine reads them. */
const graph = (edgeCount: number) =>
  fc
    .uniqueArray(
      fc.tuple(
        fc.nat({ max: NODES - 1 }),
        fc.nat({ max: NODES - 1 }),
        fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 200, max: 3_000 })),
      ),
      { maxLength: edgeCount, selector: ([left, right]) => `${left}-${right}` },
    )
    .map((list) => list.sort(([a, b], [c, d]) => a - c || b - d));

const expectOneToOne = (list: readonly Edge[], { edgeOfLeft }: Matching) => {
  const chosen = [...edgeOfLeft].flatMap((edge, node) => (edge < 0 ? [] : [{ edge: list[edge], node }]));
  expect(chosen.every(({ edge, node }) => edge?.[0] === node)).toBe(true);
  const rights = chosen.map(({ edge }) => edge?.[1]);
  expect(new Set(rights).size).toBe(rights.length);
};

describe('without a bound', () => {
  test('no one-to-one choice of edges weighs more', () => {
    fc.assert(
      fc.property(graph(12), (list) => {
        const matching = match(list);
        expectOneToOne(list, matching);
        expect(matching.boundedCount).toBe(0);
        expect(totalOf(list, chosenOf(matching))).toBe(bestTotalOf(list));
      }),
      { numRuns: 400 },
    );
  });

  test('dense graphs whose weights are all but equal', () => {
    const dense = fc
      .array(fc.integer({ min: 10, max: 12 }), { minLength: 16, maxLength: 16 })
      .map((weights) => weights.map((weight, at): Edge => [at >> 2, at % 4, weight]));
    fc.assert(
      fc.property(dense, (list) => {
        expect(totalOf(list, chosenOf(match(list)))).toBe(bestTotalOf(list));
      }),
      { numRuns: 60 },
    );
  });

  test('takes two good pairs, not the one best pair that leaves two documents alone', () => {
    const list: Edge[] = [
      [0, 0, 900],
      [0, 1, 1_000],
      [1, 1, 900],
    ];
    expect(chosenOf(match(list))).toEqual([0, 2]);
  });

  test('leaves a node alone where that weighs more', () => {
    const list: Edge[] = [
      [0, 0, 300],
      [1, 0, 1_000],
      [2, 0, 500],
    ];
    expect([...match(list).edgeOfLeft]).toEqual([-1, 1, -1, -1, -1, -1]);
  });

  test('the same graph gives the same edges', () => {
    fc.assert(
      fc.property(graph(14), (list) => {
        expect(match(list).edgeOfLeft).toEqual(match(list).edgeOfLeft);
      }),
      { numRuns: 50 },
    );
  });

  test('a graph without edges', () => expect(chosenOf(match([]))).toEqual([]));
});

describe('with a bound', () => {
  test('the result stays one-to-one, every searched node within the bound is counted, and no free pair is left', () => {
    const bound = fc.record({ perNode: fc.integer({ min: 0, max: 6 }), total: fc.integer({ min: 0, max: 30 }) });
    fc.assert(
      fc.property(graph(16), bound, (list, work) => {
        const matching = match(list, work);
        expectOneToOne(list, matching);
        expect(matching.boundedCount).toBeLessThanOrEqual(NODES);
        const chosen = chosenOf(matching);
        if (matching.boundedCount === 0) expect(totalOf(list, chosen)).toBe(bestTotalOf(list));
        const lefts = new Set(chosen.map((edge) => list[edge]?.[0]));
        const rights = new Set(chosen.map((edge) => list[edge]?.[1]));
        expect(list.filter(([left, right]) => !lefts.has(left) && !rights.has(right))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  test('what met the bound takes the best of what stayed free, and is counted', () => {
    const list: Edge[] = [
      [0, 0, 1_000],
      [0, 2, 950],
      [1, 0, 1_100],
      [1, 1, 200],
      [1, 3, 300],
    ];
    expect(match(list)).toMatchObject({ edgeOfLeft: Int32Array.of(1, 2, -1, -1, -1, -1), boundedCount: 0 });
    expect(match(list, { perNode: 2, total: 0 })).toMatchObject({
      edgeOfLeft: Int32Array.of(0, 4, -1, -1, -1, -1),
      boundedCount: 1,
    });
  });
});
