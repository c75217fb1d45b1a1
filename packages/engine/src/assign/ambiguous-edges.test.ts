import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edge, edgesOf, matchingsOf, totalOf } from '../testing/graphs.ts';
import { findAmbiguousEdges } from './ambiguous-edges.ts';
import { maximumWeightMatching } from './maximum-weight-matching.ts';

const NODES = 5;
const MARGIN = 100;

const ambiguousOf = (list: readonly Edge[]) => {
  const edges = edgesOf(list);
  const { edgeOfLeft } = maximumWeightMatching(edges, NODES, NODES, { perNode: 100_000, total: 100_000 });
  const chosen = [...edgeOfLeft].filter((edge) => edge >= 0);
  return { chosen, ambiguous: findAmbiguousEdges(edges, edgeOfLeft, NODES, NODES, MARGIN) };
};

describe('a link is a guess where', () => {
  test('its books document could as well take a free portal document', () => {
    const { ambiguous } = ambiguousOf([
      [0, 0, 1_000],
      [0, 1, 950],
    ]);
    expect([...ambiguous]).toEqual([0]);
  });

  test('its portal document could as well go to a free books document', () => {
    const { ambiguous } = ambiguousOf([
      [0, 0, 1_000],
      [1, 0, 900],
    ]);
    expect([...ambiguous]).toEqual([0]);
  });

  test('two pairs could as well exchange partners', () => {
    const { ambiguous } = ambiguousOf([
      [0, 0, 1_000],
      [0, 1, 1_000],
      [1, 0, 1_000],
      [1, 1, 1_000],
    ]);
    expect(ambiguous.size).toBe(2);
  });
});

describe('a link is no guess where', () => {
  test('the alternative is worth less by more than the margin', () => {
    expect(
      ambiguousOf([
        [0, 0, 1_000],
        [0, 1, 899],
        [1, 0, 899],
      ]).ambiguous.size,
    ).toBe(0);
  });

  test('the exchange would leave one of the two with nothing', () => {
    expect(
      ambiguousOf([
        [0, 0, 1_000],
        [0, 1, 1_000],
        [1, 1, 1_000],
      ]).ambiguous.size,
    ).toBe(0);
  });

  test('there is no alternative', () => expect(ambiguousOf([[2, 3, 400]]).ambiguous.size).toBe(0));
});

test('every edge that is called ambiguous is missing from another matching within the margin', () => {
  const graph = fc.uniqueArray(
    fc.tuple(fc.nat({ max: NODES - 1 }), fc.nat({ max: NODES - 1 }), fc.constantFrom(300, 350, 420, 600, 1_000)),
    { maxLength: 11, selector: ([left, right]) => `${left}-${right}` },
  );
  fc.assert(
    fc.property(graph, (list) => {
      const { chosen, ambiguous } = ambiguousOf(list);
      const total = totalOf(list, chosen);
      const alternatives = [...matchingsOf(list)].filter((other) => totalOf(list, other) >= total - MARGIN);
      for (const edge of ambiguous) {
        expect(chosen).toContain(edge);
        expect(alternatives.some((other) => !other.includes(edge))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
