/** A seeded source of randomness (sfc32): the same seeds give the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, limit). */
  int(limit: number): number;
  /** Uniform integer in [from, to], both included. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  weighted<T extends string>(weights: Weights<T>): T;
  /** Standard normal. */
  normal(): number;
}

/** Shares of named outcomes; they need not add up to anything. */
export type Weights<T extends string> = Readonly<Partial<Record<T, number>>>;

export const createRandom = (...seeds: readonly number[]): Random => {
  const next = sfc32(seeds);
  const int = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    int,
    between: (from, to) => from + int(to - from + 1),
    chance: (probability) => next() < probability,
    pick: (items) => at(items, int(items.length)),
    weighted: (weights) => pickWeighted(weights, next()),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
};

/** The item at an index that must exist. */
export const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} of ${items.length}`);
  return item;
};

const pickWeighted = <T extends string>(weights: Weights<T>, draw: number): T => {
  let total = 0;
  for (const name in weights) total += weights[name] ?? 0;
  let left = draw * total;
  let last: T | undefined;
  for (const name in weights) {
    const weight = weights[name] ?? 0;
    if (weight <= 0) continue;
    last = name;
    left -= weight;
    if (left < 0) break;
  }
  if (last === undefined) throw new RangeError('no outcome has a weight');
  return last;
};

const sfc32 = (seeds: readonly number[]): (() => number) => {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  let counter = 1;
  const step = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (const seed of seeds) {
    a ^= seed | 0;
    b = (b + Math.floor(seed / 0x100000000)) | 0;
    for (let round = 0; round < 12; round++) step();
  }
  return () => step() / 0x100000000;
};
