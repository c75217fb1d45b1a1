import { join } from 'node:path';
import { MATCH_TYPES, type MatchType } from '@milaan/gst';
import type { RunSummary } from '@milaan/pipeline';
import type { CliIo } from '../cli-io.ts';
import { type Colour, createPaint, type Paint } from '../terminal/colour.ts';
import { shortText } from '../terminal/plain-text.ts';
import { countOf, formatBytes, formatCount, formatDuration } from '../terminal/quantities.ts';
import { rupees } from '../terminal/rupees.ts';
import { renderTable } from '../terminal/table.ts';
import { nextSteps } from './next-steps.ts';

/** The matchTypes in the words of the report. */
const MATCH_TYPE_LABELS: Readonly<Record<MatchType, { label: string; colour: Colour }>> = {
  EXACT: { label: 'Exact', colour: 'green' },
  WITHIN_TOLERANCE: { label: 'Within tolerance', colour: 'green' },
  PROBABLE: { label: 'Probable: to be confirmed', colour: 'yellow' },
  MISMATCH: { label: 'Mismatch', colour: 'red' },
  MISSING_IN_GOVT: { label: 'Only in the books', colour: 'red' },
  MISSING_IN_PR: { label: 'Only on the portal', colour: 'yellow' },
  MANUAL: { label: 'Linked by a person', colour: 'green' },
};

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

function matchTypeTable(summary: RunSummary, paint: Paint): string[] {
  const shown = MATCH_TYPES.filter((type) => summary.byMatchType[type].lines > 0);
  const rows = shown.map((type) => {
    const { label, colour } = MATCH_TYPE_LABELS[type];
    const { books, portal, taxable, tax } = summary.byMatchType[type];
    return [paint(colour, label), formatCount(books), formatCount(portal), rupees(taxable), rupees(tax)];
  });
  const total = ['All', formatCount(summary.booksDocuments), formatCount(summary.portalDocuments), '', ''];
  return renderTable(
    [
      { header: 'Result', align: 'left' },
      { header: 'In books', align: 'right' },
      { header: 'On portal', align: 'right' },
      { header: 'Taxable ₹', align: 'right' },
      { header: 'Tax ₹', align: 'right' },
    ],
    [...rows, null, total],
  );
}

function creditTable(summary: RunSummary, paint: Paint): string[] {
  const heads = ['igst', 'cgst', 'sgst', 'cess', 'tax'] as const;
  const rows = [
    { label: paint('green', 'Claimable now'), credit: summary.claimableItc },
    { label: paint('yellow', 'At risk'), credit: summary.itcAtRisk },
    { label: paint('red', 'Lost'), credit: summary.itcLost },
  ].map(({ label, credit }) => [label, ...heads.map((head) => rupees(credit[head]))]);
  const amounts = ['IGST', 'CGST', 'SGST', 'Cess', 'Total'].map((header) => ({ header, align: 'right' as const }));
  return renderTable([{ header: 'Input tax credit ₹', align: 'left' }, ...amounts], rows);
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
