import type { SheetRow } from '../../xlsx/index.ts';
import type { PortalSheet } from './portal-sheets.ts';

/** What a column of a document sheet holds; `original…` are those of the amended document. */
export type SheetField =
  | 'ctin'
  | 'name'
  | 'number'
  | 'date'
  | 'kind'
  | 'supplyType'
  | 'value'
  | 'pos'
  | 'reverseCharge'
  | 'rate'
  | 'taxable'
  | 'igst'
  | 'cgst'
  | 'sgst'
  | 'cess'
  | 'declaredIgst'
  | 'declaredCgst'
  | 'declaredSgst'
  | 'declaredCess'
  | 'reduction'
  | 'remarks'
  | 'period'
  | 'filedOn'
  | 'available'
  | 'reason'
  | 'source'
  | 'irn'
  | 'irnDate'
  | 'eligible'
  | 'portCode'
  | 'amended'
  | 'filedGstr1'
  | 'filedGstr3b'
  | 'cancelledOn'
  | 'originalNumber'
  | 'originalDate'
  | 'originalKind';

/** 0-based column of each field that the sheet has. */
export type SheetColumns = ReadonlyMap<SheetField, number>;

/** Header texts without case, spaces, signs and currency; the first pattern that fits wins. */
const HEADERS: readonly [RegExp, SheetField | 'unused'][] = [
  [/^gstr3bfilingstatus/, 'filedGstr3b'],
  [/^gstr1.*filingstatus/, 'filedGstr1'],
  [/cancellation/, 'cancelledOn'],
  [/^gstin/, 'ctin'],
  [/^(?:trade|legal)(?:legal|or)?/, 'name'],
  [/filingdate$/, 'filedOn'],
  [/period$/, 'period'],
  [/^irndate|^dateofirn/, 'irnDate'],
  [/^irn$|^irnnumber/, 'irn'],
  [/^source/, 'source'],
  [/^whetheritctobereduced|^itctobereduced/, 'reduction'],
  [/^remarks/, 'remarks'],
  [/^itcavailability|^availabilityofitc/, 'available'],
  [/^eligibilityofitc|^itceligib/, 'eligible'],
  [/^reason/, 'reason'],
  // Nothing is read from these, but their texts would pass for others.
  [/^applicable|^icegate|^receive/, 'unused'],
  [/^rate/, 'rate'],
  [/^placeofsupply/, 'pos'],
  [/reversecharge$/, 'reverseCharge'],
  [/supplytype$|^invoicetype|^supplytype/, 'supplyType'],
  [/^original.*number|^original.*no$/, 'originalNumber'],
  [/^original.*date/, 'originalDate'],
  [/^original.*type/, 'originalKind'],
  [/^(?:isd)?(?:note|document)type/, 'kind'],
  [/^portcode/, 'portCode'],
  [/^amended|^typeofamendment/, 'amended'],
  [/^taxablevalue/, 'taxable'],
  [/^(?:isd)?(?:invoice|note|document|billofentry|boe)?(?:number|no)$/, 'number'],
  [/^(?:isd)?(?:invoice|note|document|billofentry|boe)?date$/, 'date'],
  [/^(?:invoice|note|document)?value$/, 'value'],
  [/^integratedtax|^igst/, 'igst'],
  [/^centraltax|^cgst/, 'cgst'],
  [/^stateuttax|^statetax|^sgst/, 'sgst'],
  [/^cess/, 'cess'],
];

/** In amendment sheets the original's columns stand first, under the same texts (domain spec 2.11, B2BA). */
const ORIGINALS: ReadonlyMap<SheetField, SheetField> = new Map([
  ['number', 'originalNumber'],
  ['date', 'originalDate'],
  ['kind', 'originalKind'],
]);
/** A second run of taxes is the declared reduction. */
const SECOND_RUN: ReadonlyMap<SheetField, SheetField> = new Map([
  ['igst', 'declaredIgst'],
  ['cgst', 'declaredCgst'],
  ['sgst', 'declaredSgst'],
  ['cess', 'declaredCess'],
]);

const fieldOf = (header: string): SheetField | 'unused' | undefined => {
  const plain = header
    .toLowerCase()
    .replace(/\((?:₹|rs\.?|yes|%)\)/g, '')
    .replace(/[^a-z0-9]/g, '');
  return HEADERS.find(([pattern]) => pattern.test(plain))?.[1];
};

/** Where the columns stood when their texts are not known any more: B2B as of October 2024 (domain spec 2.11). */
const B2B_FALLBACK: readonly (SheetField | null)[] = [
  ...(['ctin', 'name', 'number', 'supplyType', 'date', 'value', 'pos', 'reverseCharge', 'taxable'] as const),
  ...([
    'igst',
    'cgst',
    'sgst',
    'cess',
    'period',
    'filedOn',
    'available',
    'reason',
    null,
    'source',
    'irn',
    'irnDate',
  ] as const),
];

/** The rows above the documents: one text a column, the lowest one where header cells stand over each other. */
const headerTexts = (rows: readonly SheetRow[]): string[] => {
  const texts: string[] = [];
  for (const row of rows) {
    row.cells.forEach((cell, column) => {
      const text = cell?.text.trim() ?? '';
      if (text !== '') texts[column] = text;
    });
  }
  return Array.from(texts, (text) => text ?? '');
};

/**
 * Maps the columns of a sheet by their header texts. Null when number or date cannot be found, or, but for imports, the
 * supplier.
 */
export const mapSheetColumns = (sheet: PortalSheet, headerRows: readonly SheetRow[]): SheetColumns | null => {
  const columns = new Map<SheetField, number>();
  const texts = headerTexts(headerRows);
  // Only columns that come twice have an original before them.
  const countOf = (field: SheetField): number => texts.filter((text) => fieldOf(text) === field).length;
  const twice = new Set(sheet.isAmendment ? [...ORIGINALS.keys()].filter((field) => countOf(field) > 1) : []);
  texts.forEach((text, column) => {
    const field = fieldOf(text);
    if (field === undefined || field === 'unused') return;
    const original = ORIGINALS.get(field);
    const first = original !== undefined && twice.has(field) && !columns.has(original) ? original : field;
    const second = SECOND_RUN.get(field);
    const target = columns.has(first) && second !== undefined ? second : first;
    if (!columns.has(target)) columns.set(target, column);
  });
  const isWhole =
    columns.has('number') && columns.has('date') && (columns.has('ctin') || sheet.section.startsWith('IMPG'));
  if (isWhole) return columns;
  if (sheet.section !== 'B2B' || texts.length < B2B_FALLBACK.length) return null;
  return new Map(B2B_FALLBACK.flatMap((field, column) => (field === null ? [] : [[field, column] as const])));
};
