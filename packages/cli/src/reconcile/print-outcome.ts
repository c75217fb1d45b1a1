import { join } from 'node:path';
import type { RunSummary } from '@milaan/pipeline';
import type { CliIo } from '../cli-io.ts';
import { createPaint, type Paint } from '../terminal/colour.ts';
import { shortText } from '../terminal/plain-text.ts';
import { countOf, formatBytes, formatDuration } from '../terminal/quantities.ts';
import { nextSteps } from './next-steps.ts';
import { creditTable, matchTypeTable } from './outcome-tables.ts';

const MOST_NOTES = 5;

/** Prints what a run found, where the files are and what to do next, on stdout. */
export function printOutcome(summary: RunSummary, io: CliIo): void {
  const paint = createPaint(io.stdout, io.env);
  const lines = [
    '',
    ...matchTypeTable(summary, paint),
    '',
    ...creditTable(summary, paint),
    '',
    ...noteLines(summary, paint),
    ...fileLines(summary, paint),
    '',
    ...nextSteps(summary).map((step, index) => (index === 0 ? `${paint('bold', 'Next:')} ${step}` : `      ${step}`)),
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

function noteLines(summary: RunSummary, paint: Paint): string[] {
  const { notes } = summary;
  if (notes.length === 0) return [];
  const more = notes.length - MOST_NOTES;
  const shown = notes.slice(0, MOST_NOTES).map((note) => `${paint('yellow', 'Note:')} ${shortText(note, 300)}`);
  return [...shown, ...(more > 0 ? [`${countOf(more, 'more note')} in summary.json.`] : []), ''];
}

function fileLines(summary: RunSummary, paint: Paint): string[] {
  const width = Math.max(...summary.files.map((file) => join(summary.outFolder, file.name).length));
  return [
    `${paint('bold', 'Files')} (${formatDuration(summary.timings.totalMs)} in all)`,
    ...summary.files.map((file) => {
      const facts = [
        file.rows === null ? '' : countOf(file.rows, 'row'),
        file.bytes === null ? '' : formatBytes(file.bytes),
      ].filter((fact) => fact !== '');
      return `  ${join(summary.outFolder, file.name).padEnd(width)}  ${paint('dim', facts.join(', '))}`.trimEnd();
    }),
  ];
}
