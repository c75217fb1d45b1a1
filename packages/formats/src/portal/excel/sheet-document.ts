import { formatRupees, gstinKind, normaliseGstin, paiseOfNumber, parseRupees, stateCodeOf } from '@milaan/gst';
import type { CellValue, SheetRow } from '../../xlsx/index.ts';
import type { PortalSheet } from './portal-sheets.ts';
import type { SheetColumns, SheetField } from './sheet-columns.ts';

/** A row in the words of the portal's JSON (domain spec 2.6), so that both downloads take one way from here. */
export interface SheetDocument {
  readonly header: Readonly<Record<string, string>>;
  readonly document: Record<string, unknown>;
  /** Taxable value and taxes of the row, for rows that are rates of one document. */
  readonly item: Readonly<Record<string, string>>;
  /** Rows with the same identity are rates of one document. */
  readonly identity: string;
}

const blank: CellValue = { text: '' };

const codeOf = (text: string, codes: readonly (readonly [RegExp, string])[]): string =>
  codes.find(([pattern]) => pattern.test(text))?.[1] ?? text;

const YES_NO = [
  [/^y/i, 'Y'],
  [/^n/i, 'N'],
  [/^t/i, 'T'],
] as const;
const SUPPLY_TYPES = [
  [/^reg|^r$/i, 'R'],
  [/sez.*without|^sez?wop/i, 'SEWOP'],
  [/sez.*with|^sez?wp/i, 'SEWP'],
  [/deemed|^de$/i, 'DE'],
  [/bonded|intra.?state|^cbw$/i, 'CBW'],
] as const;
const NOTE_KINDS = [
  [/^c/i, 'C'],
  [/^d/i, 'D'],
] as const;
const ISD_KINDS = [
  [/credit|^isdcn?$/i, 'ISDC'],
  [/invoice|^isdi?$/i, 'ISDI'],
] as const;
const REASONS = [
  [/^pos|place of supply/i, 'P'],
  [/cut.?off|^return filed/i, 'C'],
  [/^-$/, ''],
] as const;

/** Amounts as plain rupees; what is none stays as it is, to be reported. */
const amountOf = (cell: CellValue): string => {
  if (cell.number !== undefined) {
    const paise = paiseOfNumber(cell.number);
    return paise === null ? cell.text : formatRupees(paise);
  }
  const parsed = parseRupees(cell.text);
  if (parsed.kind === 'absent') return '';
  return parsed.kind === 'amount' ? formatRupees(parsed.paise) : cell.text;
};

/** DD/MM/YYYY as the JSON has it. */
const dateOf = (cell: CellValue): string => cell.text.trim().replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$1-$2-$3');

/** Some sheets' headers stand one column left of their values (domain spec 2.11, B2B-DNRA): the GSTIN tells. */
const shiftOf = (row: SheetRow, columns: SheetColumns): number => {
  const column = columns.get('ctin');
  if (column === undefined) return 0;
  const isGstin = (at: number): boolean => gstinKind(normaliseGstin(row.cells[at]?.text ?? '')) !== null;
  return !isGstin(column) && isGstin(column + 1) ? 1 : 0;
};

/** Reads a row; null for blank rows and for the totals that a 2A puts below each document. */
export const readSheetDocument = (sheet: PortalSheet, columns: SheetColumns, row: SheetRow): SheetDocument | null => {
  const shift = shiftOf(row, columns);
  const from = columns.get('ctin') ?? 0;
  const cellOf = (field: SheetField): CellValue => {
    const column = columns.get(field);
    if (column === undefined) return blank;
    return row.cells[column < from ? column : column + shift] ?? blank;
  };
  const textOf = (field: SheetField): string => {
    const text = cellOf(field).text.trim();
    return text === '-' ? '' : text;
  };
  const number = textOf('number');
  const ctin = textOf('ctin');
  if (/-\s?total$/i.test(number) || (number === '' && ctin === '' && dateOf(cellOf('date')) === '')) return null;
  const kind = sheet.shape === 'NOTE' ? codeOf(textOf('kind'), NOTE_KINDS) : codeOf(textOf('kind'), ISD_KINDS);
  const item = {
    ...amountMember('txval', cellOf('taxable')),
    ...amountMember('igst', cellOf('igst')),
    ...amountMember('cgst', cellOf('cgst')),
    ...amountMember('sgst', cellOf('sgst')),
    ...amountMember('cess', cellOf('cess')),
  };
  const header = {
    ...member('ctin', ctin),
    ...member('trdnm', textOf('name')),
    ...member('supprd', textOf('period')),
    ...member('supfildt', dateOf(cellOf('filedOn'))),
    ...member('cfs', codeOf(textOf('filedGstr1'), YES_NO)),
    ...member('cfs3b', codeOf(textOf('filedGstr3b'), YES_NO)),
    ...member('dtcancel', dateOf(cellOf('cancelledOn'))),
  };
  const document = documentMembers(sheet, textOf, cellOf, kind);
  return { header, document, item, identity: [ctin, number, dateOf(cellOf('date')), kind].join('|').toUpperCase() };
};

const member = (key: string, text: string): Record<string, string> => (text === '' ? {} : { [key]: text });
const amountMember = (key: string, cell: CellValue): Record<string, string> => member(key, amountOf(cell));

const documentMembers = (
  sheet: PortalSheet,
  textOf: (field: SheetField) => string,
  cellOf: (field: SheetField) => CellValue,
  kind: string,
): Record<string, string> => {
  const date = dateOf(cellOf('date'));
  if (sheet.shape === 'BOE') {
    const isAmended = sheet.section.endsWith('A') || /^(?:y|a)/i.test(textOf('amended'));
    return { boenum: textOf('number'), boedt: date, portcode: textOf('portCode'), isamd: isAmended ? 'Y' : 'N' };
  }
  if (sheet.shape === 'ISD') {
    return {
      ...{ doctyp: kind, docnum: textOf('number'), docdt: date, itcelg: codeOf(textOf('eligible'), YES_NO) },
      ...(sheet.isAmendment ? { odocnum: textOf('originalNumber'), odocdt: dateOf(cellOf('originalDate')) } : {}),
      ...(sheet.isAmendment ? { odoctyp: codeOf(textOf('originalKind'), ISD_KINDS) } : {}),
    };
  }
  const common = {
    dt: date,
    ...amountMember('val', cellOf('value')),
    pos: stateCodeOf(textOf('pos')) ?? textOf('pos'),
    rev: codeOf(textOf('reverseCharge'), YES_NO),
    itcavl: codeOf(textOf('available'), YES_NO),
    rsn: codeOf(textOf('reason'), REASONS),
    ...member('irn', textOf('irn')),
    ...member('irngendate', dateOf(cellOf('irnDate'))),
    ...member('itcRedReq', codeOf(textOf('reduction'), YES_NO)),
    ...member('remarks', textOf('remarks')),
    ...amountMember('declIgst', cellOf('declaredIgst')),
    ...amountMember('declCgst', cellOf('declaredCgst')),
    ...amountMember('declSgst', cellOf('declaredSgst')),
    ...amountMember('declCess', cellOf('declaredCess')),
  };
  const supplyType = codeOf(textOf('supplyType') || (sheet.shape === 'INVOICE' ? textOf('kind') : ''), SUPPLY_TYPES);
  const original = { number: textOf('originalNumber'), date: dateOf(cellOf('originalDate')) };
  if (sheet.shape === 'NOTE') {
    const amended = {
      onttyp: codeOf(textOf('originalKind'), NOTE_KINDS),
      ontnum: original.number,
      ontdt: original.date,
    };
    return { ...common, ntnum: textOf('number'), typ: kind, suptyp: supplyType, ...(sheet.isAmendment ? amended : {}) };
  }
  const amended = { oinum: original.number, oidt: original.date };
  return { ...common, inum: textOf('number'), typ: supplyType, ...(sheet.isAmendment ? amended : {}) };
};
