import type { Part } from './unique-subset.ts';

/** Largest expected number of sets that fit by chance for a sum to prove anything. */
const CHANCE_BOUND = 0.02;

/** Number of sets of 1 to `size` out of `count`. */
const setsUpTo = (count: number, size: number): number => {
  let sets = 0;
  let combinations = 1;
  for (let k = 1; k <= Math.min(size, count); k++) {
    combinations = (combinations * (count - k + 1)) / k;
    sets += combinations;
  }
  return sets;
};

/** Coarsest unit (1, 10, 100, … paise) that all amounts are multiples of. */
const unitOf = (amounts: readonly number[]): number => {
  let unit = 1;
  while (unit < 1_000_000_000 && amounts.every((amount) => amount % (unit * 10) === 0)) unit *= 10;
  return unit;
};

/**
 * Whether a sum of these parts that meets the target is evidence: with amounts spread over the target's size in steps of their common
 * unit, fewer than one in fifty such searches would find a set by accident. Round prices and long candidate lists fail this.
 */
export const isChanceUnlikely = (parts: readonly Part[], target: Part, maximumSize: number): boolean => {
  const unit = unitOf([target.taxable, ...parts.map(({ taxable }) => taxable)]);
  const steps = Math.max(1, Math.abs(target.taxable) / unit);
  return setsUpTo(parts.length, maximumSize) / steps <= CHANCE_BOUND;
};
