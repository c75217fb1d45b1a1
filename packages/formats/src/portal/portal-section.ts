/** Layout of a document on the wire; each has its own spool file and its own column map. */
export type DocumentShape = 'INVOICE' | 'NOTE' | 'ISD' | 'BOE' | 'INVOICE_2A' | 'NOTE_2A' | 'ISD_2A' | 'BOE_2A';

export type PortalSectionName =
  | 'B2B'
  | 'B2BA'
  | 'CDNR'
  | 'CDNRA'
  | 'ECO'
  | 'ECOA'
  | 'ISD'
  | 'ISDA'
  | 'IMPG'
  | 'IMPGA'
  | 'IMPGSEZ'
  | 'IMPGSEZA';

export type Bucket = 'AVAILABLE' | 'REVERSED_37A' | 'REJECTED';

export interface PortalSection {
  readonly name: PortalSectionName;
  readonly shape: DocumentShape;
  /** Documents stand in the section itself; otherwise they stand in an array of each supplier. */
  readonly flat: boolean;
}

const section = (name: PortalSectionName, shape: DocumentShape, flat = false): PortalSection => ({ name, shape, flat });

/** Sections of `docdata`, `docRejdata` and `itcrev` by lower-case key (domain spec 2.4, 2.6), variants included. */
const SECTIONS_2B: ReadonlyMap<string, PortalSection> = new Map([
  ['b2b', section('B2B', 'INVOICE')],
  ['b2ba', section('B2BA', 'INVOICE')],
  ['ecom', section('ECO', 'INVOICE')],
  ['ecoma', section('ECOA', 'INVOICE')],
  ['eco', section('ECO', 'INVOICE')],
  ['ecoa', section('ECOA', 'INVOICE')],
  ['cdnr', section('CDNR', 'NOTE')],
  ['cdnra', section('CDNRA', 'NOTE')],
  ['isd', section('ISD', 'ISD')],
  ['isda', section('ISDA', 'ISD')],
  ['impg', section('IMPG', 'BOE', true)],
  ['impga', section('IMPGA', 'BOE', true)],
  ['impgsez', section('IMPGSEZ', 'BOE')],
  ['impgseza', section('IMPGSEZA', 'BOE')],
  ['impgasez', section('IMPGSEZA', 'BOE')],
]);

/** Sections of a GSTR-2A (domain spec 2.10). TDS and TCS are cash-ledger credit, not documents of ITC. */
const SECTIONS_2A: ReadonlyMap<string, PortalSection> = new Map([
  ['b2b', section('B2B', 'INVOICE_2A')],
  ['b2ba', section('B2BA', 'INVOICE_2A')],
  ['ecom', section('ECO', 'INVOICE_2A')],
  ['ecoma', section('ECOA', 'INVOICE_2A')],
  ['cdn', section('CDNR', 'NOTE_2A')],
  ['cdnr', section('CDNR', 'NOTE_2A')],
  ['cdna', section('CDNRA', 'NOTE_2A')],
  ['cdnra', section('CDNRA', 'NOTE_2A')],
  ['isd', section('ISD', 'ISD_2A')],
  ['isda', section('ISDA', 'ISD_2A')],
  ['impg', section('IMPG', 'BOE_2A', true)],
  ['impgsez', section('IMPGSEZ', 'BOE_2A', true)],
]);

/** Section of a 2B by its JSON key, whatever its case. */
export const sectionOf2b = (key: string): PortalSection | undefined => SECTIONS_2B.get(key.toLowerCase());

/** Section of a 2A by its JSON key, whatever its case. */
export const sectionOf2a = (key: string): PortalSection | undefined => SECTIONS_2A.get(key.toLowerCase());

/** Keys of the arrays in which a supplier's documents stand. */
export const DOCUMENT_ARRAY_KEYS: ReadonlySet<string> = new Set(['inv', 'nt', 'doclist', 'boe']);

/** Keys that hold whole blocks of sections in a 2B, by lower-case key. */
export const BLOCKS_2B: ReadonlyMap<string, Bucket> = new Map([
  ['docdata', 'AVAILABLE'],
  ['docrejdata', 'REJECTED'],
  ['docrevdata', 'REVERSED_37A'],
]);

/** Keys that only a 2A has beside `fp`; a GSTR-1 of the own registration shares the others. */
export const MARKS_2A: ReadonlySet<string> = new Set(['cdn', 'cdna', 'impg', 'impgsez', 'tds', 'tdsa', 'tcs', 'isd']);

/** Keys that only the Invoice Management System has (domain spec 3.2, 3.3). */
export const MARKS_IMS: ReadonlySet<string> = new Set(['b2bcn', 'b2bcna', 'b2bdn', 'b2bdna', 'invdata', 'ecomdn']);
