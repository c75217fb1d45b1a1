import { expect, test } from 'vitest';
import { isChanceUnlikely } from './chance-of-sum.ts';

const parts = (...amounts: number[]) => amounts.map((taxable) => ({ taxable, tax: Math.round(taxable * 0.18) }));
const bill = (taxable: number) => ({ taxable, tax: Math.round(taxable * 0.18) });

test('two uneven amounts that make up an uneven bill are evidence', () => {
  expect(isChanceUnlikely(parts(345_763, 888_804, 120_001), bill(1_234_567), 2)).toBe(true);
});

test('round amounts are none: many sets reach a round sum by accident', () => {
  expect(isChanceUnlikely(parts(100_000, 200_000, 300_000, 500_000), bill(800_000), 2)).toBe(false);
});

test('the more candidates and the larger the sets, the less a sum proves', () => {
  const many = parts(...Array.from({ length: 40 }, (_, at) => 100_003 + at * 7_919));
  const few = many.slice(0, 4);
  expect(isChanceUnlikely(few, bill(2_345_679), 4)).toBe(true);
  expect(isChanceUnlikely(many, bill(2_345_679), 4)).toBe(false);
  expect(isChanceUnlikely(many, bill(2_345_679), 2)).toBe(true);
});

test('a target of nothing proves nothing', () => {
  expect(isChanceUnlikely(parts(345_763, 888_804), bill(0), 2)).toBe(false);
});
