import { isChanceUnlikely } from './chance-of-sum.ts';
import type { Free } from './free-documents.ts';
import { uniqueSubset } from './unique-subset.ts';

/** From the narrowest on: the fewer candidates, the less a sum can agree by chance. */
export const WINDOWS_DAYS = [0, 3, 10, 31];
const CANDIDATE_BOUND = 40;
const MAXIMUM_MEMBERS = 6;
const SUBSET_WORK_BOUND = 50_000;

interface Target {
  readonly day: number;
  readonly taxable: number;
  readonly tax: number;
}

/** The one set of free documents within `days` of the target that makes it up; undefined where none fits or more than one. */
export const findPartsWithin = (
  days: number,
  target: Target,
  pool: readonly Free[],
  minimumSize: number,
  tolerance: number,
): readonly Free[] | undefined => {
  const near = pool.filter(({ day }) => Math.abs(day - target.day) <= days);
  if (near.length < minimumSize || near.length > CANDIDATE_BOUND) return undefined;
  let maximumSize = MAXIMUM_MEMBERS;
  while (maximumSize >= minimumSize && !isChanceUnlikely(near, target, maximumSize)) maximumSize--;
  if (maximumSize < minimumSize) return undefined;
  const result = uniqueSubset(near, target, { minimumSize, maximumSize, tolerance, workBound: SUBSET_WORK_BOUND });
  return result.kind === 'unique' ? result.members.flatMap((at) => near[at] ?? []) : undefined;
};

/** In the narrowest window that has any. */
export const findParts = (
  target: Target,
  pool: readonly Free[],
  minimumSize: number,
  tolerance: number,
): readonly Free[] | undefined => {
  for (const days of WINDOWS_DAYS) {
    const parts = findPartsWithin(days, target, pool, minimumSize, tolerance);
    if (parts !== undefined) return parts;
  }
  return undefined;
};
