import type { PortalInspection } from '@milaan/formats';
import type { Paint } from '../terminal/colour.ts';
import { shortText } from '../terminal/plain-text.ts';
import { countOf, formatCount } from '../terminal/quantities.ts';
import { rupees } from '../terminal/rupees.ts';
import { renderTable } from '../terminal/table.ts';

const KIND_LABELS = { GSTR_2B: 'GSTR-2B', GSTR_2A: 'GSTR-2A' } as const;

const SHAPE_LABELS: Readonly<Record<string, string>> = {
  v3: 'JSON with rate items, to September 2024',
  v4: 'JSON',
  excel: 'Excel',
  '2a': 'JSON',
  '2a-excel': 'Excel',
};

const BUCKET_LABELS: Readonly<Record<string, string>> = {
  AVAILABLE: 'available',
  UNAVAILABLE: 'not available',
  REVERSED_37A: 'reversed, rule 37A',
  REJECTED: 'rejected in the IMS',
};

const MOST_LINES = 10;

/** What a portal file holds: its returns, its sections, where its totals differ, its first problems. */
export function describePortal(inspection: PortalInspection, paint: Paint): string[] {
  const { path, documents, rejectedRows, warnings } = inspection;
  const rejected = rejectedRows > 0 ? `, ${countOf(rejectedRows, 'document')} not usable` : '';
  return [
    paint('bold', shortText(path, 200)),
    ...atMost(inspection.returns.map((one) => `  ${describeReturn(one, inspection)}`)),
    `  ${countOf(documents, 'document')}${rejected}`,
    '',
    ...sectionTable(inspection).map((line) => `  ${line}`),
    ...describeDifferences(inspection, paint),
    ...atMost(
      inspection.ignoredFiles.map(
        (file) => `  Passed over: ${shortText(file.path, 100)}, ${shortText(file.reason, 200)}`,
      ),
    ),
    ...warnings.map((warning) => `  ${paint('yellow', 'Note:')} ${shortText(warning, 300)}`),
    ...inspection.problems.map(
      ({ rowNumber, message }) => `  ${paint('red', `Document ${rowNumber}:`)} ${shortText(message, 400)}`,
    ),
  ];
}

function atMost(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `  and ${formatCount(more)} more`] : [...lines];
}

function describeReturn(one: PortalInspection['returns'][number], { files }: PortalInspection): string {
  const shape = files.find((file) => file.gstin === one.gstin && file.period === one.period)?.shape;
  const facts = [
    shape === undefined ? '' : (SHAPE_LABELS[shape] ?? shape),
    one.generatedOn === null ? '' : `generated on ${one.generatedOn}`,
    one.files > 1 ? countOf(one.files, 'file') : '',
    one.superseded > 0 ? `${countOf(one.superseded, 'earlier file')} left out` : '',
  ].filter((fact) => fact !== '');
  return `${KIND_LABELS[one.type]} of ${shortText(one.gstin, 15)} for ${shortText(one.period, 6)} (${facts.join(', ')})`;
}

const sectionTable = ({ sections }: PortalInspection): string[] =>
  renderTable(
    [
      { header: 'Section', align: 'left' },
      { header: 'Credit', align: 'left' },
      { header: 'Documents', align: 'right' },
      { header: 'Taxable ₹', align: 'right' },
      { header: 'Tax ₹', align: 'right' },
    ],
    sections.map(({ section, bucket, documents, taxable, tax }) => [
      section,
      BUCKET_LABELS[bucket] ?? bucket,
      formatCount(documents),
      rupees(taxable),
      rupees(tax),
    ]),
  );

const describeDifferences = ({ controlTotals }: PortalInspection, paint: Paint): string[] =>
  atMost(
    controlTotals.map(
      ({ gstin, period, table, group, section, head, summaryRupees, documentsRupees }) =>
        `  ${paint('yellow', 'Total differs:')} ${[gstin, period, table, group, section, head].filter(Boolean).join(' ')}: summary ${summaryRupees}, documents ${documentsRupees}`,
    ),
  );
