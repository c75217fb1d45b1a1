export const CLAIM_AND_PAY = 'Claim the credit and pay the supplier.';

/** One sentence for a person: what to do and why. The first that applies is said. */
const REMARKS: readonly (readonly [condition: string, sentence: string])[] = [
  ['superseded', 'The supplier amended this document; nothing to do, the newest version is reconciled.'],
  ['repeated', 'Reported before; nothing to do, the first report is reconciled.'],
  ['duplicate', 'Entered twice in the books: remove this entry, and do not pay or claim it again.'],
  [
    "p.bucket = 'REVERSED_37A'",
    'GSTR-2B reverses this credit because the supplier did not file GSTR-3B (rule 37A): reverse it, and reclaim it when the supplier files.',
  ],
  [
    "p.bucket = 'REJECTED'",
    'Rejected in the IMS: no credit; if that was wrong, ask the supplier to furnish the document again.',
  ],
  [
    "p.bucket = 'UNAVAILABLE' AND p.itc_reason = 'P'",
    'No credit: place of supply and supplier are in one state and the recipient in another.',
  ],
  [
    "p.bucket = 'UNAVAILABLE' AND p.itc_reason = 'C'",
    'No credit: the supplier filed after the annual cut-off of section 16(4).',
  ],
  ["p.bucket = 'UNAVAILABLE'", 'GSTR-2B does not make this credit available.'],
  [
    "b.itc_claim_type = 'INELIGIBLE' AND p.id IS NOT NULL",
    'Blocked credit (section 17(5)): accept it, report it in 4A and reverse it in 4B(1).',
  ],
  ['time_barred', 'Past the time limit of section 16(4): the credit is lost.'],
  ["match_type = 'EXACT' AND p.direction = 1", CLAIM_AND_PAY],
  ["match_type = 'EXACT'", 'Credit note agreed: reduce the credit.'],
  [
    "match_type = 'WITHIN_TOLERANCE' AND p.direction = 1 AND group_id IS NOT NULL",
    'These entries make up one bill: claim the credit and pay the supplier.',
  ],
  [
    "match_type = 'WITHIN_TOLERANCE' AND p.direction = 1",
    'Same document within the tolerances: claim the credit and pay the supplier.',
  ],
  ["match_type = 'WITHIN_TOLERANCE'", 'Credit note agreed within the tolerances: reduce the credit.'],
  ["match_type = 'MANUAL'", 'Linked by a person.'],
  [
    "match_type = 'PROBABLE' AND ambiguous",
    'Several documents fit equally well: choose the right one, and hold the GST until then.',
  ],
  [
    "match_type = 'PROBABLE' AND group_id IS NOT NULL",
    'The amounts add up to the other side: confirm that these documents belong together, and hold the GST until then.',
  ],
  ["match_type = 'PROBABLE'", 'Probably the same document: confirm it, and hold the GST until then.'],
  [
    "match_type = 'MISMATCH' AND match_scope = 'CROSS_GSTIN'",
    'Booked under one own registration and billed to another: move the entry or ask the supplier to amend, and hold the GST.',
  ],
  [
    "match_type = 'MISMATCH' AND heads_swapped",
    'Tax stands under other heads on the portal: check the place of supply, ask the supplier to amend, and hold the GST.',
  ],
  [
    "match_type = 'MISMATCH' AND match_scope = 'PAN'",
    'Reported under another GSTIN of the supplier: correct the vendor in the books or ask the supplier to amend, and hold the GST.',
  ],
  [
    "match_type = 'MISMATCH' AND list_contains(mismatch_fields, 'reverseChargeApplicable')",
    'The reverse charge flag differs: settle who pays the tax, and hold the GST.',
  ],
  [
    "match_type = 'MISMATCH' AND p.tax > b.tax",
    'The portal shows more tax than the books: claim what the books show, correct the books or ask the supplier, and hold the GST.',
  ],
  [
    "match_type = 'MISMATCH' AND p.tax < b.tax",
    'The portal shows less tax than the books: claim what the portal shows, ask the supplier to amend, and hold the GST.',
  ],
  [
    "match_type = 'MISMATCH'",
    'Same document with a difference: claim the lower amount, ask the supplier to amend, and hold the GST.',
  ],
  ['not_expected', 'Never in GSTR-2B: claim it from the self-invoice or proof of payment.'],
  [
    "match_type = 'MISSING_IN_GOVT' AND b.kind = 4",
    'Bill of entry not in GSTR-2B: fetch it from ICEGATE on the portal; the paid bill of entry is evidence for the claim.',
  ],
  [
    "match_type = 'MISSING_IN_GOVT' AND b.direction = -1",
    'The supplier has not reported this credit note: remind the supplier.',
  ],
  [
    "match_type = 'MISSING_IN_GOVT' AND supplier_not_on_portal",
    'The supplier reported nothing in the period: remind the supplier, hold the GST and carry the credit forward.',
  ],
  [
    "match_type = 'MISSING_IN_GOVT'",
    'The supplier has not reported this document: remind the supplier, hold the GST and carry the credit forward.',
  ],
  [
    "match_type = 'MISSING_IN_PR' AND p.direction = -1",
    'Credit note that is not in the books: it reduces the credit; find it and book it.',
  ],
  ["match_type = 'MISSING_IN_PR'", 'Not in the books: find the bill and book it, or keep it pending in the IMS.'],
];

export const remarkSql = `CASE ${REMARKS.map(([condition, sentence]) => `WHEN ${condition} THEN '${sentence.replaceAll("'", "''")}'`).join('\n')} END`;
