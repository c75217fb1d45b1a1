import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Part, uniqueSubset } from './unique-subset.ts';

const WIDE = { minimumSize: 2, maximumSize: 10, tolerance: 100, workBound: 100_000 };
const part = (taxable: number): Part => ({ taxable, tax: Math.round(taxable * 0.18) });
const partsOf = (...amounts: number[]) => amounts.map(part);

describe('one set of parts', () => {
  test('that sums to the bill is found', () => {
    expect(uniqueSubset(partsOf(400_000, 123_456, 600_000), part(1_000_000), WIDE)).toEqual({
      kind: 'unique',
      members: [0, 2],
    });
  });

  test('may miss by the tolerance in taxable value and in tax, and by no more', () => {
    const target = part(1_000_000);
    const parts = partsOf(400_000, 600_000);
    expect(uniqueSubset(parts, { taxable: target.taxable + 100, tax: target.tax - 100 }, WIDE).kind).toBe('unique');
    expect(uniqueSubset(parts, { taxable: target.taxable + 101, tax: target.tax }, WIDE).kind).toBe('none');
    expect(uniqueSubset(parts, { taxable: target.taxable, tax: target.tax - 101 }, WIDE).kind).toBe('none');
  });

  test('may hold a credit note', () => {
    expect(uniqueSubset(partsOf(1_000_000, -150_000, 77_700), part(850_000), WIDE)).toEqual({
      kind: 'unique',
      members: [0, 1],
    });
  });

  test('has at least and at most so many members', () => {
    const parts = partsOf(500_000, 200_000, 300_000);
    expect(uniqueSubset(parts, part(500_000), WIDE)).toEqual({ kind: 'unique', members: [1, 2] });
    expect(uniqueSubset(parts, part(1_000_000), { ...WIDE, maximumSize: 2 }).kind).toBe('none');
    expect(uniqueSubset(parts, part(500_000), { ...WIDE, minimumSize: 1 }).kind).toBe('many');
  });
});

test('two sets that fit are no answer', () => {
  expect(uniqueSubset(partsOf(400_000, 600_000, 400_000), part(1_000_000), WIDE)).toEqual({ kind: 'many' });
});

test('a search that meets its bound says so', () => {
  const parts = Array.from({ length: 24 }, (_, at) => part(1_000_003 + at * 97));
  expect(uniqueSubset(parts, part(7), { ...WIDE, maximumSize: 24, workBound: 500 })).toEqual({ kind: 'bounded' });
});

test('agrees with trying every set, where no set that fits lies within another', () => {
  const amounts = fc.array(
    fc.integer({ min: 1, max: 8 }).map((thousands) => thousands * 100_000),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 30 }), (list, thousands) => {
      const parts = partsOf(...list);
      const target = part(thousands * 100_000);
      const sets = Array.from({ length: 2 ** parts.length }, (_, bits) =>
        parts.flatMap((_, at) => ((bits >> at) & 1 ? [at] : [])),
      )
        .filter((set) => set.length >= 2 && set.length <= 4)
        .filter((set) => set.reduce((sum, at) => sum + (parts[at]?.taxable ?? 0), 0) === target.taxable);
      const result = uniqueSubset(parts, target, { ...WIDE, maximumSize: 4 });
      expect(result.kind).toBe(sets.length === 0 ? 'none' : sets.length === 1 ? 'unique' : 'many');
      if (result.kind === 'unique') expect(result.members).toEqual(sets[0]);
    }),
    { numRuns: 300 },
  );
});
