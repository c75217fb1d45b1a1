/**
 * The values of a result line, and the SQL that gives each: `r` is the result row, `b` its books document, `p` its
 * portal document (either may be missing).
 */
export interface LineValue {
  readonly name: string;
  readonly sql: string;
}

export const panSql = (gstin: string): string =>
  // Only the shapes that hold a PAN have letters at 3, 7 and 12 (gst: panOfGstin); a test holds both together.
  `CASE WHEN ${gstin}[3] >= 'A' AND ${gstin}[7] >= 'A' AND ${gstin}[12] >= 'A' THEN ${gstin}[3:12] END`;

const filed = (isFiled: string, otherwise = 'NULL'): string =>
  `CASE ${isFiled} WHEN true THEN 'FILED' WHEN false THEN 'NOT_FILED' ELSE ${otherwise} END`;

const prefixed = (alias: string, values: Readonly<Record<string, string>>): LineValue[] =>
  Object.entries(values).map(([name, sql]) => ({ name: `${alias}.${name}`, sql }));

const documentStrings = (t: 'b' | 'p'): LineValue[] =>
  prefixed(t, {
    documentId: `${t}.document_id`,
    number: `${t}.number`,
    kind: `${t}.kind`,
    date: `${t}.date::VARCHAR`,
    section: `${t}.section`,
    source: `${t}.source`,
    cpGstin: `${t}.cp_gstin`,
    cpName: `${t}.cp_name`,
    cpPan: panSql(`${t}.cp_gstin`),
    ownGstin: `${t}.own_gstin`,
    ownPan: panSql(`${t}.own_gstin`),
    pos: `${t}.pos`,
    returnPeriod: `${t}.return_period`,
    originalNumber: `${t}.original_number`,
    originalDate: `${t}.original_date::VARCHAR`,
  });

const tax = (t: string): string => `${t}.igst + ${t}.cgst + ${t}.sgst + ${t}.cess`;

const documentScalars = (t: 'b' | 'p'): LineValue[] =>
  prefixed(t, {
    reverseCharge: `${t}.reverse_charge`,
    taxable: `${t}.taxable`,
    igst: `${t}.igst`,
    cgst: `${t}.cgst`,
    sgst: `${t}.sgst`,
    cess: `${t}.cess`,
    tax: tax(t),
    total: `coalesce(${t}.value, ${t}.taxable + ${tax(t)})`,
  });

/** Text that becomes a JSON string, or null. */
export const STRING_VALUES: readonly LineValue[] = [
  ...documentStrings('b'),
  ...prefixed('b', {
    itcClaimType: 'b.itc_claim_type',
    vendorCode: 'b.vendor_code',
    voucherNumber: 'b.voucher_number',
    voucherDate: 'b.voucher_date::VARCHAR',
    dueDate: 'b.due_date::VARCHAR',
    externalId: 'b.external_id',
  }),
  ...documentStrings('p'),
  ...prefixed('p', {
    filingStatus: filed('p.supplier_filed_gstr1', "CASE WHEN p.supplier_filed_on IS NOT NULL THEN 'FILED' END"),
    filingStatus3b: filed('p.supplier_filed_gstr3b'),
    filedOn: 'p.supplier_filed_on::VARCHAR',
    supplierPeriod: 'p.supplier_period',
    itcEligible: "CASE WHEN p.bucket = 'AVAILABLE' THEN coalesce(p.itc_available, 'Y') ELSE 'N' END",
    reason: `CASE p.itc_reason
      WHEN 'P' THEN 'P: place of supply and supplier are in one state, the recipient in another'
      WHEN 'C' THEN 'C: the supplier filed after the annual cut-off of section 16(4)'
      ELSE CASE p.bucket
        WHEN 'REVERSED_37A' THEN '37A: the supplier has not filed GSTR-3B, the credit is reversed'
        WHEN 'REJECTED' THEN 'Rejected in the IMS'
        ELSE p.itc_reason END END`,
    irn: 'p.irn',
    irnDate: 'p.irn_date::VARCHAR',
    imsStatus: 'p.ims_status',
  }),
  ...prefixed('r', {
    matchType: 'r.match_type',
    matchScope: 'r.match_scope',
    itcAction: 'r.itc_action',
    paymentAction: 'r.payment_action',
    claimMonth: 'r.claim_month',
    groupId: 'r.group_id',
  }),
];

/**
 * Numbers and booleans, whose text is their JSON (DECIMAL(18,2) prints its two decimals), and the custom fields, which
 * may come from a file with line breaks and so are made compact here.
 */
export const SCALAR_VALUES: readonly LineValue[] = [
  ...documentScalars('b'),
  ...prefixed('b', { customFields: 'json(b.custom_fields)' }),
  ...documentScalars('p'),
  ...prefixed('r', {
    taxDifference: 'r.tax_difference',
    taxable: 'r.taxable_itc',
    igst: 'r.igst_itc',
    cgst: 'r.cgst_itc',
    sgst: 'r.sgst_itc',
    cess: 'r.cess_itc',
    total: 'r.igst_itc + r.cgst_itc + r.sgst_itc + r.cess_itc',
    score: 'r.score',
  }),
];

/** Most lists are empty, and JSON is made slowly. */
const listJson = (list: string): string => `CASE WHEN len(${list}) = 0 THEN '[]' ELSE to_json(${list})::VARCHAR END`;

/** Longer text of a line that is JSON already. */
export const JSON_VALUES: readonly LineValue[] = prefixed('r', {
  misMatchFields: listJson('r.mismatch_fields'),
  flags: listJson('r.flags'),
  remark: 'to_json(r.remark)',
  reasons: 'r.reasons',
  nearest: 'r.nearest',
});

/** Which sides a line has. */
export const LINE_KINDS = ['PAIR', 'BOOKS_ONLY', 'PORTAL_ONLY'] as const;
export type LineKind = (typeof LINE_KINDS)[number];
