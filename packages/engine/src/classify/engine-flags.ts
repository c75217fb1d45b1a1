/** Flags that the engine adds to a result line, beside the readers' DOCUMENT_FLAGS. */
export const ENGINE_FLAGS = {
  AMBIGUOUS: 'Another document fits equally well; a person must choose.',
  DUPLICATE_IN_BOOKS: 'The document stands in the books more than once; only one entry may be claimed.',
  SUPERSEDED_BY_AMENDMENT: 'The supplier amended this document; the newest version takes part instead.',
  REPEATED_ON_PORTAL: 'The same document was reported before; the first report takes part.',
  CROSSES_FINANCIAL_YEAR: 'The two dates lie in different financial years.',
  NOTE_KIND_DIFFERS: 'A debit note on one side is a credit note on the other.',
  RCM_TAX_NOT_BOOKED: 'Reverse charge: the books carry no tax; it is paid in cash and claimed from the portal amounts.',
  GROUPED: 'One of several documents that make up the other side together.',
  SUPPLIER_NOT_ON_PORTAL: 'The supplier reported nothing in the period.',
  NOT_EXPECTED_ON_PORTAL: 'Reverse charge from an unregistered supplier, or import of services: never in GSTR-2B.',
  TIME_BARRED: 'Past the time limit of section 16(4).',
  BLOCKED_IN_BOOKS: 'The books mark the credit as ineligible (section 17(5)).',
  PLACE_OF_SUPPLY_RESTRICTED: 'GSTR-2B: place of supply and supplier are in one state, the recipient in another.',
  FILED_AFTER_CUT_OFF: 'GSTR-2B: the supplier filed after the annual cut-off.',
  REJECTED_IN_IMS: 'Rejected in the Invoice Management System.',
  REVERSED_RULE_37A: 'GSTR-2B lists a reversal under rule 37A.',
  SUPPLIER_GSTR3B_NOT_FILED: 'The supplier has not filed GSTR-3B; rule 37A may reverse the credit.',
} as const;
export type EngineFlag = keyof typeof ENGINE_FLAGS;

/** SQL of a list of the flags whose conditions hold; `more` are lists to put before it. */
export const flagsSql = (conditions: Partial<Record<EngineFlag, string>>, more: readonly string[] = []): string => {
  const flags = Object.entries(conditions).map(([flag, condition]) => `CASE WHEN ${condition} THEN '${flag}' END`);
  const own = `list_filter([${flags.join(', ')}]::VARCHAR[], lambda flag: flag IS NOT NULL)`;
  return more.length === 0 ? own : `list_concat(${[...more, own].join(', ')})`;
};
