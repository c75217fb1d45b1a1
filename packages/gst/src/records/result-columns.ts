import type { Column } from './document-columns.ts';

export const MATCH_TYPES = [
  'EXACT',
  'WITHIN_TOLERANCE',
  'PROBABLE',
  'MISMATCH',
  'MISSING_IN_GOVT',
  'MISSING_IN_PR',
  'MANUAL',
] as const;
export type MatchType = (typeof MATCH_TYPES)[number];

export const MATCH_SCOPES = ['GSTIN', 'PAN', 'CROSS_GSTIN'] as const;
export type MatchScope = (typeof MATCH_SCOPES)[number];

export const ITC_ACTIONS = ['CLAIM', 'PENDING', 'INELIGIBLE', 'REVERSE'] as const;
export type ItcAction = (typeof ITC_ACTIONS)[number];

export const PAYMENT_ACTIONS = ['PAY_FULL_AMOUNT', 'HOLD_GST_AMOUNT', 'HOLD_FULL_AMOUNT'] as const;
export type PaymentAction = (typeof PAYMENT_ACTIONS)[number];

/** One row per result line: a pair, one leg of a group, or a document that stayed alone. */
export const RESULT_COLUMNS = [
  {
    name: 'line_no',
    type: 'BIGINT',
    doc: 'Stable order of the lines, 1..n; the same input in any order gives the same.',
  },
  { name: 'books_seq', type: 'INTEGER', doc: '`seq` of the books document, or null.' },
  { name: 'portal_seq', type: 'INTEGER', doc: '`seq` of the portal document, or null.' },
  { name: 'group_id', type: 'VARCHAR', doc: 'Joins the lines of a one-to-many link; null for plain pairs.' },
  { name: 'match_type', type: 'VARCHAR', doc: 'MATCH_TYPES' },
  { name: 'match_scope', type: 'VARCHAR', doc: 'MATCH_SCOPES; GSTIN for documents that stayed alone.' },
  {
    name: 'mismatch_fields',
    type: 'VARCHAR[]',
    doc: 'Names of differing fields in the result vocabulary (camelCase); never null.',
  },
  { name: 'flags', type: 'VARCHAR[]', doc: 'Document flags and engine flags; never null.' },
  { name: 'score', type: 'DECIMAL(9,2)', doc: 'Sum of match weights (log2); null for documents that stayed alone.' },
  { name: 'reasons', type: 'VARCHAR', doc: 'JSON array of {field, outcome, weight, text}.' },
  {
    name: 'nearest',
    type: 'VARCHAR',
    doc: 'JSON array of {documentReferenceNumber, docDate, cpGstin, taxableValue, taxValue, score, keptApart[]}.',
  },
  { name: 'remark', type: 'VARCHAR', doc: 'One sentence for a person: what to do and why.' },
  { name: 'tax_difference', type: 'DECIMAL(18,2)', doc: 'Portal tax minus books tax of the line, all heads.' },
  { name: 'taxable_itc', type: 'DECIMAL(18,2)', doc: 'Taxable value that the credit of the line stands on.' },
  {
    name: 'igst_itc',
    type: 'DECIMAL(18,2)',
    doc: 'Credit of the line: minimum of both sides per head; negative for credit notes.',
  },
  { name: 'cgst_itc', type: 'DECIMAL(18,2)', doc: 'As igst_itc.' },
  { name: 'sgst_itc', type: 'DECIMAL(18,2)', doc: 'As igst_itc.' },
  { name: 'cess_itc', type: 'DECIMAL(18,2)', doc: 'As igst_itc.' },
  { name: 'itc_action', type: 'VARCHAR', doc: 'ITC_ACTIONS' },
  { name: 'payment_action', type: 'VARCHAR', doc: 'PAYMENT_ACTIONS; null when there is no books document.' },
  {
    name: 'ims_action',
    type: 'VARCHAR',
    doc: 'Advice for the IMS: ACCEPT | PENDING | null (not in the IMS). Never REJECT.',
  },
  { name: 'claim_month', type: 'VARCHAR', doc: 'MMYYYY of the GSTR-3B that may take the credit; null when none.' },
] as const satisfies readonly Column[];

/** One row per (own registration, supplier GSTIN). */
export const SUPPLIER_COLUMNS = [
  { name: 'own_gstin', type: 'VARCHAR', doc: 'Own registration.' },
  { name: 'supplier_gstin', type: 'VARCHAR', doc: 'Supplier; null gathers imports and unregistered suppliers.' },
  { name: 'supplier_name', type: 'VARCHAR', doc: 'Name, portal first.' },
  ...MATCH_TYPES.flatMap((matchType) => [
    { name: `${matchType.toLowerCase()}_count`, type: 'BIGINT', doc: `Lines of ${matchType}.` },
    {
      name: `${matchType.toLowerCase()}_tax`,
      type: 'DECIMAL(18,2)',
      doc: `Tax of ${matchType}, books side first, credit notes negative.`,
    },
  ]),
  { name: 'books_tax', type: 'DECIMAL(18,2)', doc: 'Tax in the books, credit notes negative.' },
  { name: 'portal_tax', type: 'DECIMAL(18,2)', doc: 'Tax on the portal, credit notes negative.' },
  { name: 'claimable_itc', type: 'DECIMAL(18,2)', doc: 'ITC that may be claimed now.' },
  { name: 'itc_at_risk', type: 'DECIMAL(18,2)', doc: 'ITC in the books that is not secured by the portal yet.' },
  { name: 'last_filed_on', type: 'DATE', doc: 'Latest filing date seen.' },
  { name: 'last_filed_period', type: 'VARCHAR', doc: 'MMYYYY of the latest period seen.' },
  { name: 'gstr3b_filed', type: 'BOOLEAN', doc: 'False when a 2A says that a GSTR-3B is missing; null when unknown.' },
  { name: 'days_late', type: 'INTEGER', doc: 'Largest filing delay seen, days after the due date; null when unknown.' },
  {
    name: 'risk',
    type: 'VARCHAR',
    doc: 'HIGH (> 60 days late) | MEDIUM (> 30) | LOW (1 to 30) | COMPLIANT; null when unknown.',
  },
  { name: 'payment_action', type: 'VARCHAR', doc: 'PAYMENT_ACTIONS' },
] as const satisfies readonly Column[];
