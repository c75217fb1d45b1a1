import fc, { type Arbitrary } from 'fast-check';

/** Mostly the one, sometimes the other: `weight` times to once. */
export const often = <T>(likely: Arbitrary<T>, other: Arbitrary<T>, weight = 4) =>
  fc.oneof({ arbitrary: likely, weight }, { arbitrary: other, weight: 1 });
