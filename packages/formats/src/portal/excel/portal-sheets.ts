import type { Bucket, DocumentShape, PortalSectionName } from '../portal-section.ts';

/** A sheet of the portal's workbook that holds documents. */
export interface PortalSheet {
  readonly section: PortalSectionName;
  readonly bucket: Bucket;
  readonly shape: Extract<DocumentShape, 'INVOICE' | 'NOTE' | 'ISD' | 'BOE'>;
  /** Amendments carry the original's number and date before their own, under a header of one more row. */
  readonly isAmendment: boolean;
}

const KINDS: readonly [RegExp, PortalSectionName, PortalSheet['shape']][] = [
  [/^b2b$/, 'B2B', 'INVOICE'],
  [/^b2ba$/, 'B2BA', 'INVOICE'],
  [/^(?:b2b)?c?dnr$/, 'CDNR', 'NOTE'],
  [/^(?:b2b)?c?dnra$/, 'CDNRA', 'NOTE'],
  [/^ecom?$/, 'ECO', 'INVOICE'],
  [/^ecom?a$/, 'ECOA', 'INVOICE'],
  [/^isd$/, 'ISD', 'ISD'],
  [/^isda$/, 'ISDA', 'ISD'],
  [/^impg$/, 'IMPG', 'BOE'],
  [/^impga$/, 'IMPGA', 'BOE'],
  [/^impgsez$/, 'IMPGSEZ', 'BOE'],
  [/^impgseza$/, 'IMPGSEZA', 'BOE'],
];

/** A sheet by its name, whatever its case, spaces, dashes and brackets (domain spec 2.11); null for summaries and the rest. */
export const portalSheetOf = (name: string): PortalSheet | null => {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const bare = plain.replace(/(?:itcreversal|rejected)$/, '');
  const kind = KINDS.find(([pattern]) => pattern.test(bare));
  if (kind === undefined) return null;
  const [, section, shape] = kind;
  // Reversal sheets of notes are named after debit notes and carry no word of their own.
  const isReversal = plain.endsWith('itcreversal') || /^(?:b2b)?dnra?$/.test(bare);
  const bucket = plain.endsWith('rejected') ? 'REJECTED' : isReversal ? 'REVERSED_37A' : 'AVAILABLE';
  const isAmendment = section === 'B2BA' || section === 'CDNRA' || section === 'ECOA' || section === 'ISDA';
  return { section, bucket, shape, isAmendment };
};

/** The sheet that says whose statement it is. */
export const isReadMe = (name: string): boolean => name.toLowerCase().replace(/[^a-z0-9]/g, '') === 'readme';
