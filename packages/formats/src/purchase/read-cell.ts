import {
  type DocumentKind,
  dateFromExcelSerial,
  formatRupees,
  isGstinCheckDigitValid,
  itcClaimTypeOf,
  kindOfVoucherType,
  parseCalendarDate,
  parseDocumentKind,
  parseGstin,
  parseReturnPeriod,
  parseRupees,
  stateCodeOf,
} from '@milaan/gst';
import { parseDateOfFormat } from './date-format.ts';
import type { RegisterKind } from './register-kind.ts';
import type { TextMeaning } from './text-lookup.ts';

/** What each kind of cell of a register means. Texts come without outer white space. */

const ABSENT: TextMeaning = { value: null };
const BAD: TextMeaning = { value: null, isBad: true };
const ABSENT_TEXT = /^(?:|[-–—.]+|nil|na|n\/a|n\.a\.?|null|none|#n\/a|not available)$/i;

const isAbsent = (text: string): boolean => ABSENT_TEXT.test(text);

const UNREGISTERED =
  /^(?:urp?d?|unreg|unregistered(?: (?:person|dealer|party|supplier|vendor))?|not ?registered|un-?registered|consumer|b2c|0+|not applicable|overseas|foreign|import)$/i;

/** The GSTIN, flagged when its check digit is wrong. Without a value: flagged when the text says that there is none. */
export const readGstin = (text: string): TextMeaning => {
  if (isAbsent(text)) return ABSENT;
  if (UNREGISTERED.test(text)) return { value: null, isFlagged: true };
  const parsed = parseGstin(text);
  // Typed by people, so a wrong check digit is most likely a typing error. But the row is money, and the engine can still
  // find its document by number and amount; refusing it would lose the credit. So it goes on, flagged.
  return parsed.ok ? { value: parsed.gstin, isFlagged: !isGstinCheckDigitValid(parsed.gstin) } : BAD;
};

const ZERO_DATE = /^0+(?:[-/.]0+)*(?: 00:00(?::00)?)?$/;
const SERIAL = /^[0-9]{5}(?:\.[0-9]+)?$/;

/** YYYY-MM-DD, by the one format given or by the formats that leave no doubt. Five digits are a spreadsheet's serial. */
export const readDate = (text: string, format?: string): TextMeaning => {
  if (isAbsent(text) || ZERO_DATE.test(text)) return ABSENT;
  if (SERIAL.test(text)) {
    const date = dateFromExcelSerial(Number(text));
    return date === null ? BAD : { value: date };
  }
  // A workbook's own dates come as YYYY-MM-DD whatever the format of its text cells.
  const iso = /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]|$)/.test(text);
  const date = format === undefined || iso ? parseCalendarDate(text) : parseDateOfFormat(text, format);
  return date === null ? BAD : { value: date };
};

export const readState = (text: string): TextMeaning => {
  if (isAbsent(text)) return ABSENT;
  const code = stateCodeOf(text);
  return code === null ? BAD : { value: code };
};

export const readPeriod = (text: string): TextMeaning => {
  if (isAbsent(text)) return ABSENT;
  const serial = SERIAL.test(text) ? dateFromExcelSerial(Number(text)) : null;
  const period = parseReturnPeriod(serial ?? text);
  return period === null ? BAD : { value: period };
};

export const readAmount = (text: string): TextMeaning => {
  const parsed = parseRupees(text.replace(/\u00a0/g, ' ').trim());
  if (parsed.kind === 'absent') return ABSENT;
  return parsed.kind === 'amount' ? { value: formatRupees(parsed.paise) } : BAD;
};

export const readClaimType = (text: string): TextMeaning => {
  if (isAbsent(text)) return ABSENT;
  const type = itcClaimTypeOf(text);
  return type === null ? BAD : { value: type };
};

/** GOODS | SEZ | SERVICES | ISD. SEZ is an import of goods from an SEZ unit under a bill of entry. */
export const readImportType = (text: string): TextMeaning => {
  const words = text.toUpperCase();
  if (/\bISD\b|SERVICE DISTRIBUTOR/.test(words)) return { value: 'ISD' };
  if (/SEZ/.test(words)) return { value: 'SEZ' };
  if (/\bIMPS\b|SERVICE/.test(words)) return { value: 'SERVICES' };
  return /\bIMPG\b|GOODS|OVERSEAS|^IMPORT$/.test(words) ? { value: 'GOODS' } : ABSENT;
};

/** R SEWP SEWOP DE CBW, UNREGISTERED, OVERSEAS, or null. */
export const readSupplyType = (text: string): TextMeaning => {
  const words = text
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();
  if (/UNREGISTERED|^URP?D?$|^B2CS?$|^B2BUR$/.test(words)) return { value: 'UNREGISTERED' };
  if (/OVERSEAS|^IMPORT|^IMP[GS]$/.test(words)) return { value: 'OVERSEAS' };
  if (/^SEWOP$|SEZ.*WITHOUT/.test(words)) return { value: 'SEWOP' };
  if (/^SEWP$|SEZ.*WITH/.test(words)) return { value: 'SEWP' };
  if (/^DE$|DEEMED/.test(words)) return { value: 'DE' };
  if (/^CBW$|BONDED/.test(words)) return { value: 'CBW' };
  return /^R$|^B2B$|REGULAR|REGISTERED/.test(words) ? { value: 'R' } : ABSENT;
};

const YES = /^(?:y|yes|true|t|1|x|rcm|reverse charge|applicable|cancelled|canceled|deleted)$/i;
const NO = /^(?:n|no|false|f|0|fcm|forward charge|normal|regular|not applicable|active)$/i;

export const readYesNo = (text: string): TextMeaning => {
  if (isAbsent(text) || NO.test(text)) return { value: 'N' };
  return YES.test(text) ? { value: 'Y' } : { value: 'N', isBad: true };
};

/** The kind of a note that stands beside its invoice: C, D, or in words. */
export const readNoteKind = (text: string): TextMeaning => {
  if (isAbsent(text)) return ABSENT;
  const kind = /^c$/i.test(text) ? 'CREDIT_NOTE' : /^d$/i.test(text) ? 'DEBIT_NOTE' : parseDocumentKind(text);
  return kind === 'CREDIT_NOTE' || kind === 'DEBIT_NOTE' ? { value: kind } : BAD;
};

/** SAP's document types of vendor documents. */
const SAP_TYPES: Readonly<Record<string, DocumentKind>> = {
  RE: 'INVOICE',
  KR: 'INVOICE',
  RN: 'INVOICE',
  KN: 'INVOICE',
  KG: 'CREDIT_NOTE',
};

/**
 * The kind of a document. A document type speaks as the supplier does; a voucher type speaks as the buyer, whose debit
 * note is the supplier's credit note. Null when the type is not known, or missing where the template demands it.
 */
export const readKind = (
  register: RegisterKind,
  documentType: string | null,
  voucherType: string | null,
  isReturn: string | null,
): DocumentKind | null => {
  if (isReturn !== null && readYesNo(isReturn.trim()).value === 'Y') return 'CREDIT_NOTE';
  const type = documentType?.trim() ?? '';
  if (!isAbsent(type)) {
    const known = parseDocumentKind(type);
    if (known !== null || register === 'MAX_ITC') return known;
    return SAP_TYPES[type.toUpperCase()] ?? kindOfVoucherType(type);
  }
  if (register === 'MAX_ITC') return null;
  return (voucherType === null ? null : kindOfVoucherType(voucherType)) ?? 'INVOICE';
};
