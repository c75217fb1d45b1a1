import { PURCHASE_FIELDS, type PurchaseInspection, type RegisterKind } from '@milaan/formats';
import type { Paint } from '../terminal/colour.ts';
import { shortText } from '../terminal/plain-text.ts';
import { countOf } from '../terminal/quantities.ts';
import { renderTable } from '../terminal/table.ts';

const KIND_LABELS: Readonly<Record<RegisterKind, string>> = {
  MAX_ITC: 'purchase register in the Max ITC template',
  TALLY: 'Tally columnar purchase register',
  ERPNEXT: 'ERPNext purchase register',
  GENERIC: 'purchase register',
};

const DELIMITER_LABELS: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

const WIDEST_HEADER = 40;

/** What a register is, how its columns are taken, what is missing, and its first problems. */
export function describePurchases(inspection: PurchaseInspection, paint: Paint): string[] {
  return [
    paint('bold', shortText(inspection.path, 200)),
    `  ${describeForm(inspection)}`,
    ...describeCounts(inspection),
    '',
    ...columnTable(inspection, paint).map((line) => `  ${line}`),
    ...describeMissing(inspection, paint),
    ...inspection.warnings.map((warning) => `  ${paint('yellow', 'Note:')} ${shortText(warning, 300)}`),
    ...describeProblems(inspection, paint),
  ];
}

function describeForm(inspection: PurchaseInspection): string {
  const { kind, format, encoding, delimiter, sheet, headerRow } = inspection;
  const facts = [
    format,
    encoding ?? '',
    delimiter === null ? '' : `separated by ${DELIMITER_LABELS[delimiter] ?? delimiter}`,
    sheet === null ? '' : `sheet "${shortText(sheet, 40)}"`,
    headerRow > 0 ? `headers in row ${headerRow}` : '',
  ];
  return `${KIND_LABELS[kind]} (${facts.filter((fact) => fact !== '').join(', ')})`;
}

function describeCounts({ missing, lines, documents, rejectedLines }: PurchaseInspection): string[] {
  if (missing.length > 0) return [];
  const rejected = rejectedLines > 0 ? `, ${countOf(rejectedLines, 'row')} not readable` : '';
  return [`  ${countOf(lines, 'line')}, ${countOf(documents, 'document')}${rejected}`];
}

function columnTable({ columns }: PurchaseInspection, paint: Paint): string[] {
  const uses = { FIELD: '', NOT_NEEDED: 'not needed', CUSTOM: 'kept as a custom field', BLANK: 'no header' } as const;
  const rows = columns
    .filter(({ use }) => use !== 'BLANK')
    .map(({ header, mappedTo, use }) => [
      shortText(header, WIDEST_HEADER),
      mappedTo === null ? paint('dim', uses[use]) : PURCHASE_FIELDS[mappedTo].title,
    ]);
  return renderTable(
    [
      { header: 'Column', align: 'left' },
      { header: 'Taken for', align: 'left' },
    ],
    rows,
  );
}

function describeMissing({ missing, columns }: PurchaseInspection, paint: Paint): string[] {
  const hasOwnGstin = columns.some(({ mappedTo }) => mappedTo === 'myGstin');
  return [
    ...missing.map((column) => `  ${paint('red', 'Missing:')} ${column}`),
    ...(missing.length > 0 ? ['  If a column has another name, say so with --mapping FILE.'] : []),
    ...(hasOwnGstin
      ? []
      : ['  It does not name your registration: --gstin does, or portal files of one registration.']),
  ];
}

function describeProblems({ problems, rejectedLines }: PurchaseInspection, paint: Paint): string[] {
  const more = rejectedLines - problems.length;
  return [
    ...problems.map(({ rowNumber, message }) => `  ${paint('red', `Row ${rowNumber}:`)} ${shortText(message, 400)}`),
    ...(more > 0 ? [`  and ${countOf(more, 'more row')} like these.`] : []),
  ];
}
