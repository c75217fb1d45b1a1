import { countOf } from '@milaan/gst';
import type { ReadFile } from '../state/read-files.ts';
import type { HeldDeletion } from '../state/tables/ingestion-tables.ts';
import type { ReportFacts, Workflow } from '../state/tables/workflow-tables.ts';
import { periodsBetween } from './missing-periods.ts';

type Source = ReportFacts['sources'][number];

/** So many files and sentences a person may read; an ERP may have sent thousands. */
const MOST_SOURCES = 500;
const MOST_NOTES = 100;

const ordinal = (period: string): string => period.slice(2) + period.slice(0, 2);

/** Whether any of what the file brought may lie in the range and was not deleted later. */
function mayCount(file: ReadFile, { args }: Pick<Workflow, 'args'>, deletions: readonly HeldDeletion[]): boolean {
  const { reconReturnPeriodStart: from, reconReturnPeriodEnd: to } = args;
  const first = ordinal(file.firstPeriod ?? from) > ordinal(from) ? (file.firstPeriod ?? from) : from;
  const last = ordinal(file.lastPeriod ?? to) < ordinal(to) ? (file.lastPeriod ?? to) : to;
  if (ordinal(first) > ordinal(last)) return false;
  const gone = new Set(
    deletions
      .filter(
        ({ side, ownGstin, sequence }) => side === 'BOOKS' && ownGstin === file.ownGstin && sequence > file.sequence,
      )
      .map(({ returnPeriod }) => returnPeriod),
  );
  return periodsBetween(first, last).some((period) => !gone.has(period));
}

/** One entry for each file, whatever the order and the number of times in which the same one came. */
function sourcesOf(files: readonly ReadFile[]): readonly Source[] {
  const byFile = new Map<string, Source>();
  const add = (key: string, { side, file, documents }: Source) => {
    const before = byFile.get(key)?.documents ?? 0;
    byFile.set(key, { side, file, documents: before + documents });
  };
  // Lines of many requests are one source.
  for (const { ingestionId, side, fileName, documents, isFile } of files) {
    const key = `${side} ${isFile ? ingestionId : fileName}`;
    add(key, { side: side === 'BOOKS' ? 'BOOKS' : 'PORTAL', file: fileName, documents });
  }
  const texts = new Set(
    [...byFile.values()].map(({ side, file, documents }) => JSON.stringify([side, file, documents])),
  );
  return [...texts].sort().map((text) => {
    const [side, file, documents] = JSON.parse(text) as [Source['side'], string, number]; // as written above
    return { side, file, documents };
  });
}

function bounded(sources: readonly Source[]): readonly Source[] {
  const others = sources.slice(MOST_SOURCES);
  const rest = (['BOOKS', 'PORTAL'] as const).flatMap((side): readonly Source[] => {
    const left = others.filter((other) => other.side === side);
    if (left.length === 0) return [];
    const documents = left.reduce((sum, other) => sum + other.documents, 0);
    return [{ side, file: `and ${countOf(left.length, 'more file')}`, documents }];
  });
  return [...sources.slice(0, MOST_SOURCES), ...rest];
}

function notesOf({ fileName, isFile, stats, warnings }: ReadFile, pan: string): readonly string[] {
  if (!isFile) return [];
  const isOfPan = ({ gstin }: { readonly gstin: string | null }) => gstin === null || gstin.slice(2, 12) === pan;
  const rejected = stats.filter(isOfPan).reduce((sum, { invalidRows }) => sum + invalidRows, 0);
  const refused = `${countOf(rejected, 'row')} of ${fileName} could not be read when the file came in; the list of its errors names them. What was not sent again took no part.`;
  // What is said of a file that holds other companies, too, may be said of them.
  return [...(rejected > 0 ? [refused] : []), ...(stats.every(isOfPan) ? warnings : [])];
}

/**
 * What the report of a run says of the files that it was made from: those of the books that hold something of the range,
 * and those of the statements that were chosen. Sorted, so that the order in which files came changes nothing. What else
 * is to be known comes first.
 */
export function reportFactsOf(
  workflow: Pick<Workflow, 'args' | 'pan'>,
  files: readonly ReadFile[],
  chosen: ReadonlySet<string>,
  deletions: readonly HeldDeletion[],
  toKnow: readonly string[] = [],
): ReportFacts {
  const { gstins } = workflow.args;
  const counted = files.filter((file) =>
    file.side === 'BOOKS'
      ? (gstins === null || gstins.includes(file.ownGstin)) && mayCount(file, workflow, deletions)
      : chosen.has(file.id),
  );
  const notes = [...new Set(counted.flatMap((file) => notesOf(file, workflow.pan)))].sort();
  return { sources: bounded(sourcesOf(counted)), notes: [...[...toKnow].sort(), ...notes].slice(0, MOST_NOTES) };
}
