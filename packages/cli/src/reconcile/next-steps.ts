import { join } from 'node:path';
import type { RunSummary } from '@milaan/pipeline';
import { countOf } from '../terminal/quantities.ts';

const MOST_STEPS = 2;

/** What to do after a run, the most urgent first, two sentences at most. */
export function nextSteps(summary: RunSummary): string[] {
  const { byMatchType, files, rejectedRows } = summary;
  const report =
    files.find((file) => file.name === 'report.xlsx') ?? files.find((file) => file.name.startsWith('results.'));
  const reportPath = report === undefined ? 'the results' : join(summary.outFolder, report.name);
  const steps = [
    ...(rejectedRows > 0
      ? [`Correct the ${countOf(rejectedRows, 'row')} in rejected-rows.csv and run again: their bills took no part.`]
      : []),
    ...(byMatchType.PROBABLE.lines + byMatchType.MISMATCH.lines + byMatchType.MISSING_IN_GOVT.lines > 0
      ? [
          `Open ${reportPath}: confirm ${countOf(byMatchType.PROBABLE.lines, 'probable pair')}, settle ${countOf(byMatchType.MISMATCH.lines, 'mismatch', 'mismatches')}, see to ${countOf(byMatchType.MISSING_IN_GOVT.books, 'bill')} that the portal does not show.`,
        ]
      : []),
    ...(byMatchType.MISSING_IN_PR.lines > 0
      ? [`Find and book the ${countOf(byMatchType.MISSING_IN_PR.portal, 'bill')} that only the portal shows.`]
      : []),
  ];
  return steps.length === 0 ? [`Everything agrees. ${reportPath} holds every pair.`] : steps.slice(0, MOST_STEPS);
}
