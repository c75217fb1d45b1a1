/** Sections of GSTR-2B and 2A, as the `section` of a document names them. */
export const SECTIONS = [
  'B2B',
  'B2BA',
  'CDNR',
  'CDNRA',
  'ECO',
  'ECOA',
  'ISD',
  'ISDA',
  'IMPG',
  'IMPGA',
  'IMPGSEZ',
  'IMPGSEZA',
] as const;
export type Section = (typeof SECTIONS)[number];

const KNOWN: ReadonlySet<string> = new Set(SECTIONS);

export const isSection = (text: string): text is Section => KNOWN.has(text);

const BASE: Readonly<Record<Section, Section>> = {
  B2B: 'B2B',
  B2BA: 'B2B',
  CDNR: 'CDNR',
  CDNRA: 'CDNR',
  ECO: 'ECO',
  ECOA: 'ECO',
  ISD: 'ISD',
  ISDA: 'ISD',
  IMPG: 'IMPG',
  IMPGA: 'IMPG',
  IMPGSEZ: 'IMPGSEZ',
  IMPGSEZA: 'IMPGSEZ',
};

/** The section whose documents this one amends (B2BA: B2B), or the section itself. */
export const baseSectionOf = (section: Section): Section => BASE[section];

/** True for sections that hold revised documents in place of earlier ones. */
export const isAmendmentSection = (section: Section): boolean => BASE[section] !== section;

/** True for imports of goods: bills of entry, from overseas or from an SEZ unit. */
export const isImportSection = (section: Section): boolean => BASE[section] === 'IMPG' || BASE[section] === 'IMPGSEZ';

/** True for credit distributed by an Input Service Distributor. */
export const isIsdSection = (section: Section): boolean => BASE[section] === 'ISD';
