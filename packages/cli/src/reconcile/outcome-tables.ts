import { MATCH_TYPES, type MatchType } from '@milaan/gst';
import type { RunSummary } from '@milaan/pipeline';
import type { Colour, Paint } from '../terminal/colour.ts';
import { formatCount } from '../terminal/quantities.ts';
import { rupees } from '../terminal/rupees.ts';
import { renderTable } from '../terminal/table.ts';

/** The figures of an outcome that the tables show. */
export type OutcomeFigures = Pick<
  RunSummary,
  'byMatchType' | 'booksDocuments' | 'portalDocuments' | 'claimableItc' | 'itcAtRisk' | 'itcLost'
>;

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

/** Documents, value and tax by result. */
export function matchTypeTable(summary: OutcomeFigures, paint: Paint): string[] {
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

/** The credit by tax head: claimable, at risk, lost. */
export function creditTable(summary: OutcomeFigures, paint: Paint): string[] {
  const heads = ['igst', 'cgst', 'sgst', 'cess', 'tax'] as const;
  const rows = [
    { label: paint('green', 'Claimable now'), credit: summary.claimableItc },
    { label: paint('yellow', 'At risk'), credit: summary.itcAtRisk },
    { label: paint('red', 'Lost'), credit: summary.itcLost },
  ].map(({ label, credit }) => [label, ...heads.map((head) => rupees(credit[head]))]);
  const amounts = ['IGST', 'CGST', 'SGST', 'Cess', 'Total'].map((header) => ({ header, align: 'right' as const }));
  return renderTable([{ header: 'Input tax credit ₹', align: 'left' }, ...amounts], rows);
}
