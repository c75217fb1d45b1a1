import { MATCH_TYPES } from '@milaan/gst';
import type { HeadAmounts, ReportSummary } from '../report-options.ts';
import { CREDIT_FILLS, DIFFERENCE_FILL, HEADING, MATCH_TYPE_FILLS } from './looks.ts';
import { type Cell, columnLetters, rowXml, type SheetLayout, sheetEndXml, sheetStartXml } from './sheet-xml.ts';
import type { Look, StyleSheet } from './style-sheet.ts';
import { MATCH_TYPE_WORDS, periodWords } from './words.ts';
import type { Sheet } from './workbook-file.ts';

const WIDTHS = [24, 104, 12, 14, 14, 18, 18, 18, 18, 18, 18];
const TITLE: Look = { bold: true, size: 16, colour: '1F3864' };
const SECTION: Look = { bold: true, size: 12, colour: '1F3864' };
/** Headings before the first column of numbers. */
const TEXT_COLUMNS = 2;
const HEADS = ['igst', 'cgst', 'sgst', 'cess'] as const;

type Row = (Cell | null)[];

const dayFirst = (date: string): string => date.split('-').reverse().join('-');

const periodsInWords = ({ from, to }: ReportSummary['booksPeriods']): string => {
  if (from === null && to === null) return 'everything that was read';
  if (from === to && from !== null) return periodWords(from);
  return `${from === null ? 'the first' : periodWords(from)} to ${to === null ? 'the last' : periodWords(to)}`;
};

/** The rows of the sheet, top to bottom. */
const createRows = (summary: ReportSummary, styles: StyleSheet): Row[] => {
  const text = (value: string, look: Look = {}): Cell => ({ text: value, style: styles.idOf(look) });
  const count = (value: number): Cell => ({ number: String(value), style: styles.idOf({ number: 'COUNT' }) });
  const rupees = (value: string, look: Look = {}): Cell => ({
    number: value,
    style: styles.idOf({ ...look, number: 'AMOUNT' }),
  });
  const headings = (...names: string[]): Row =>
    names.map((name, at) => text(name, at < TEXT_COLUMNS ? HEADING : { ...HEADING, align: 'right' }));
  const heads = (amounts: HeadAmounts, look: Look = {}): Cell[] => HEADS.map((head) => rupees(amounts[head], look));
  const bold: Look = { bold: true };
  return [
    [text('Purchase register against GSTR-2B', TITLE)],
    [text('Own registrations', bold), text(summary.ownGstins.join(', '))],
    [text('Credit judged on', bold), text(dayFirst(summary.asOf))],
    [text('Periods in books', bold), text(periodsInWords(summary.booksPeriods))],
    [text('Periods on portal', bold), text(periodsInWords(summary.portalPeriods))],
    [],
    [text('Input tax credit', SECTION)],
    headings('Credit', 'Meaning', '', '', '', '', 'IGST', 'CGST', 'SGST', 'Cess', 'Total'),
    ...CREDITS.map(({ key, label, meaning }): Row => {
      const look: Look = { fill: CREDIT_FILLS[key], bold: true };
      const { total, ...amounts } = summary[key];
      return [text(label, look), text(meaning), null, null, null, null, ...heads(amounts), rupees(total, bold)];
    }),
    [],
    [text('Results', SECTION)],
    headings(
      'Result',
      'Meaning',
      'Lines',
      'Bills in books',
      'Bills on portal',
      'Taxable value',
      'IGST',
      'CGST',
      'SGST',
      'Cess',
      'Tax',
    ),
    ...MATCH_TYPES.map((matchType): Row => {
      const { lines, books, portal, taxable, tax, ...amounts } = summary.byMatchType[matchType];
      const { label, meaning } = MATCH_TYPE_WORDS[matchType];
      return [
        text(label, { fill: MATCH_TYPE_FILLS[matchType], bold: true }),
        text(meaning),
        count(lines),
        count(books),
        count(portal),
        rupees(taxable),
        ...heads(amounts),
        rupees(tax, bold),
      ];
    }),
    [],
    [
      text('Differs', { fill: DIFFERENCE_FILL }),
      text('In Documents, a cell in this colour differs from the other side.'),
    ],
    [],
    ...(summary.notes.length === 0 ? [] : [[text('To know', SECTION)]]),
    ...summary.notes.map((note): Row => [null, text(note)]),
    ...(summary.notes.length === 0 ? [] : [[]]),
    [text('Files read', SECTION)],
    headings('Side', 'File', 'Bills'),
    ...summary.inputs.map(
      ({ side, file, documents }): Row => [text(side === 'BOOKS' ? 'Books' : 'Portal'), text(file), count(documents)],
    ),
  ];
};

const CREDITS = [
  {
    key: 'claimableItc',
    label: 'Claim now',
    meaning: 'Secured by the portal and booked, net of credit notes.',
  },
  { key: 'itcAtRisk', label: 'At risk', meaning: 'Booked, but not secured by the portal yet.' },
  { key: 'itcLost', label: 'Lost', meaning: 'The law no longer or never allows it.' },
] as const;

export const createSummarySheet = (summary: ReportSummary, styles: StyleSheet): Sheet => {
  const layout: SheetLayout = { widths: WIDTHS };
  const letters = WIDTHS.map((_, at) => columnLetters(at));
  return {
    name: 'Summary',
    xml: async function* () {
      const rows = createRows(summary, styles);
      yield sheetStartXml(layout);
      yield rows.map((cells, at) => rowXml(at + 1, letters, cells)).join('');
      yield sheetEndXml(layout, rows.length);
    },
  };
};
