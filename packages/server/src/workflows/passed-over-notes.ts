import type { ReadFile } from '../state/read-files.ts';
import type { Segment } from '../state/tables/ingestion-tables.ts';

const isOfSameReturn = (one: Segment, other: Segment): boolean =>
  one.side === other.side && one.ownGstin === other.ownGstin && one.returnPeriod === other.returnPeriod;

/**
 * A sentence for each statement that counts though another of the same return came later: whoever brought that one
 * believes that it is used.
 */
export function passedOverNotes(
  chosen: readonly Segment[],
  held: readonly Segment[],
  files: readonly Pick<ReadFile, 'id' | 'fileName'>[],
): readonly string[] {
  const names = new Map(files.map(({ id, fileName }) => [id, fileName]));
  return chosen.flatMap((used) => {
    if (used.side === 'BOOKS') return [];
    const later = held.findLast((one) => isOfSameReturn(one, used) && one.sequence > used.sequence);
    if (later === undefined) return [];
    const name = later.askedAt === null ? (names.get(later.id) ?? 'A file') : 'What the GST provider said';
    const what = `${used.side.replace('_', '-')} of ${used.ownGstin} for ${used.returnPeriod}`;
    const why =
      later.generatedOn === null
        ? 'does not say when it was generated'
        : `was generated on ${later.generatedOn}, before it`;
    return [
      `${name} came after the ${what} that was generated on ${used.generatedOn}, but ${why}: it took no part. If it is the right one, delete what is held of that return and bring it again.`,
    ];
  });
}
