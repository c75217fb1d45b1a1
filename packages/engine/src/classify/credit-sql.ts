import { RELIEVED_FINANCIAL_YEAR } from '@milaan/gst';

/**
 * The credit of one line as SQL over `b` and `p` (rows of `work.books` / `work.portal`, either may be null), `match_type`, and the
 * switches that `create-lines.ts` computes first. Amounts in paise. Rules: domain spec 4 and 5.
 */
export const HEADS = ['igst', 'cgst', 'sgst', 'cess'] as const;
export type Head = (typeof HEADS)[number];
type Amount = Head | 'taxable';

/** A month number (year * 12 + month) as MMYYYY. */
export const periodSql = (month: string): string =>
  `lpad((((${month}) - 1) % 12 + 1)::VARCHAR, 2, '0') || ((${month} - 1) // 12)::VARCHAR`;

const decisiveYearSql = (fy: string): string => `(greatest(${fy}, ${RELIEVED_FINANCIAL_YEAR}) + 1)`;

/** `lastUsablePeriod` of gst, as a month number, for documents of financial year `fy`. */
export const lastMonthSql = (fy: string): string => `(${decisiveYearSql(fy)} * 12 + 10)`;

/** `itcTimeLimit` of gst, for documents of financial year `fy`. */
export const timeLimitSql = (fy: string): string => `make_date(${decisiveYearSql(fy)}, 11, 30)`;

/** Only invoices and debit notes have the limit; for imports it is disputed and only warned of (domain spec 4.2). */
const isLimited = (side: 'b' | 'p') => `${side}.kind IN (1, 2)`;

/** The month in which both sides are there; null without a portal document. */
export const CLAIM_MONTH =
  'CASE WHEN p.id IS NOT NULL THEN greatest(p.return_month, coalesce(b.return_month, p.return_month)) END';

export const timeBarredSql = (asOf: string): string => `CASE
  WHEN p.id IS NOT NULL THEN ${isLimited('p')} AND b.id IS NOT NULL AND ${CLAIM_MONTH} > ${lastMonthSql('p.fy')}
  ELSE ${isLimited('b')} AND ${asOf} > ${timeLimitSql('b.fy')} END`;

/** Never in GSTR-2B: reverse charge from unregistered suppliers, import of services. */
export const NOT_EXPECTED = 'p.id IS NULL AND b.kind IN (1, 2) AND b.unregistered';

/** Order matters: the first that applies decides. */
export const itcActionSql = `CASE
  WHEN aside THEN 'INELIGIBLE'
  WHEN p.bucket = 'REVERSED_37A' THEN 'REVERSE'
  WHEN b.itc_claim_type = 'INELIGIBLE' OR p.bucket IN ('UNAVAILABLE', 'REJECTED') THEN 'INELIGIBLE'
  WHEN time_barred THEN 'INELIGIBLE'
  WHEN p.direction = -1 THEN 'REVERSE'
  WHEN p.id IS NULL THEN CASE WHEN not_expected AND b.direction = 1 THEN 'CLAIM' ELSE 'PENDING' END
  WHEN b.id IS NULL OR match_type = 'PROBABLE' OR heads_swapped OR match_scope = 'CROSS_GSTIN'
    OR (b.direction <> p.direction AND group_id IS NULL) THEN 'PENDING'
  ELSE 'CLAIM' END`;

/** What a credit note takes away: all of it, unless the recipient declared less in the IMS. */
const reductionSql = (head: Amount): string =>
  head === 'taxable'
    ? 'p.taxable'
    : `CASE
  WHEN p.ims_itc_reduction IS FALSE THEN 0
  WHEN coalesce(p.declared_igst, 0) + coalesce(p.declared_cgst, 0) + coalesce(p.declared_sgst, 0) + coalesce(p.declared_cess, 0) > 0 AND p.direction = -1
    THEN (coalesce(p.declared_${head}, 0) * 100)::BIGINT
  ELSE p.${head} END`;

/** Credit under one head (`share` is the leg's part of a bill that several vouchers make up): the lower of the two sides when claimed, the whole when reversed, nothing otherwise. */
export const itcSql = (head: Amount): string => `CASE itc_action
  WHEN 'CLAIM' THEN CASE WHEN p.id IS NULL THEN b.${head} WHEN group_side = 'BOOKS' THEN share.${head} WHEN group_side = 'PORTAL' OR rcm_tax_not_booked THEN p.${head} ELSE least(b.${head}, p.${head}) END
  WHEN 'REVERSE' THEN CASE WHEN group_side = 'BOOKS' THEN b.direction * b.${head} ELSE -(${reductionSql(head)}) END
  ELSE 0 END`;

/** Imports and reverse charge follow other rules of payment; a duplicate is not paid twice. */
export const paymentActionSql = `CASE
  WHEN b.id IS NULL THEN NULL
  WHEN duplicate THEN 'HOLD_FULL_AMOUNT'
  WHEN not_expected THEN 'PAY_FULL_AMOUNT'
  WHEN p.bucket = 'REVERSED_37A' OR (p.bucket = 'UNAVAILABLE' AND p.itc_reason = 'C') THEN 'HOLD_GST_AMOUNT'
  WHEN match_type IN ('EXACT', 'WITHIN_TOLERANCE', 'MANUAL') THEN 'PAY_FULL_AMOUNT'
  ELSE 'HOLD_GST_AMOUNT' END`;

/** Reverse charge, unavailable credit and ISD documents never enter the IMS (domain spec 3.1). A reject is never advised. */
export const imsActionSql = `CASE
  WHEN p.id IS NULL OR aside OR p.reverse_charge OR p.bucket <> 'AVAILABLE' OR p.kind IN (5, 6) THEN NULL
  WHEN match_type IN ('EXACT', 'WITHIN_TOLERANCE', 'MANUAL') THEN 'ACCEPT'
  WHEN match_type = 'MISMATCH' AND p.tax <= b.tax AND NOT heads_swapped AND match_scope <> 'CROSS_GSTIN' THEN 'ACCEPT'
  ELSE 'PENDING' END`;
