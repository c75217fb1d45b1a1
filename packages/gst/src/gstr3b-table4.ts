import { type DocumentKind, signOf } from './document-kind.ts';
import { isImportSection, isIsdSection, type Section } from './section.ts';

/** Rows of GSTR-3B Table 4 (Circular 170/02/2022, N/N 14/2022), with the place each has in the return's JSON. */
export const TABLE_4_ROWS = [
  { row: '4A(1)', title: 'Import of goods', part: 'itc_avl', type: 'IMPG' },
  { row: '4A(2)', title: 'Import of services', part: 'itc_avl', type: 'IMPS' },
  { row: '4A(3)', title: 'Inward supplies liable to reverse charge', part: 'itc_avl', type: 'ISRC' },
  { row: '4A(4)', title: 'Inward supplies from ISD', part: 'itc_avl', type: 'ISD' },
  { row: '4A(5)', title: 'All other ITC', part: 'itc_avl', type: 'OTH' },
  { row: '4B(1)', title: 'Reversed under rules 38, 42, 43 and section 17(5)', part: 'itc_rev', type: 'RUL' },
  { row: '4B(2)', title: 'Other reversals', part: 'itc_rev', type: 'OTH' },
  { row: '4C', title: 'Net ITC available', part: 'itc_net', type: null },
  { row: '4D(1)', title: 'ITC reclaimed which was reversed in 4B(2) earlier', part: 'itc_inelg', type: 'RUL' },
  { row: '4D(2)', title: 'Ineligible under section 16(4) and by place of supply', part: 'itc_inelg', type: 'OTH' },
] as const;
export type Table4Row = (typeof TABLE_4_ROWS)[number]['row'];

/** Where GSTR-2B puts a document. */
export const ITC_BUCKETS = ['AVAILABLE', 'UNAVAILABLE', 'REVERSED_37A', 'REJECTED'] as const;
export type ItcBucket = (typeof ITC_BUCKETS)[number];

export interface Table4Facts {
  readonly section: Section;
  readonly kind: DocumentKind;
  readonly reverseCharge: boolean;
  /** Null for a document of the books that is claimed without the portal (reverse charge, import evidence). */
  readonly bucket: ItcBucket | null;
  /** `itc_reason`: P place of supply, C the s.16(4) cut-off. Either denies the credit, whatever the bucket. */
  readonly itcReason?: 'P' | 'C' | null;
  /** Import of services is known to the books only: tax paid by the recipient to a supplier abroad. */
  readonly importOfServices?: boolean;
}

export interface Table4Entry {
  readonly row: Table4Row;
  /** How the document's positive amounts enter the row: credit notes reduce it, and 4A may become negative. */
  readonly sign: 1 | -1;
}

/**
 * The row of Table 4 that the credit of one document enters; null for documents rejected in the IMS, which enter none.
 *
 * This is the portal's side of the table: it ties to the summary of GSTR-2B. What the books do not support, or
 * s.17(5) blocks, is taken here as well and then reversed in 4B.
 */
export const table4EntryOf = (facts: Table4Facts): Table4Entry | null => {
  if (facts.bucket === 'REJECTED') return null;
  return { row: table4RowOf(facts, facts.bucket), sign: signOf(facts.kind) };
};

const table4RowOf = (facts: Table4Facts, bucket: Exclude<ItcBucket, 'REJECTED'> | null): Table4Row => {
  if (bucket === 'REVERSED_37A') return '4B(2)';
  if (bucket === 'UNAVAILABLE' || facts.itcReason) return '4D(2)';
  if (isImportSection(facts.section)) return '4A(1)';
  if (isIsdSection(facts.section)) return '4A(4)';
  if (facts.importOfServices) return '4A(2)';
  return facts.reverseCharge ? '4A(3)' : '4A(5)';
};
