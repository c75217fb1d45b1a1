import type { ItcAction, MatchType, PaymentAction } from '@milaan/gst';

/** The report's words for what the API says in capitals. */
export const MATCH_TYPE_WORDS: Readonly<Record<MatchType, { readonly label: string; readonly meaning: string }>> = {
  EXACT: { label: 'Exact', meaning: 'Number, date, supplier and every amount agree. Claim, accept, pay.' },
  WITHIN_TOLERANCE: {
    label: 'Within tolerance',
    meaning: 'The same bill; rounding, date or the spelling of the number differ. Claim, accept, pay.',
  },
  PROBABLE: { label: 'Probable', meaning: 'Very likely the same bill. A person confirms; hold the GST until then.' },
  MISMATCH: {
    label: 'Mismatch',
    meaning:
      'The same bill, but an amount, tax head, place or registration differs. Claim the lower, ask the supplier.',
  },
  MISSING_IN_GOVT: {
    label: 'Only in books',
    meaning: 'The supplier has not reported it. Remind the supplier, hold the GST, carry the credit forward.',
  },
  MISSING_IN_PR: { label: 'Only on portal', meaning: 'No bill in the books. Find it and book it; pending in the IMS.' },
  MANUAL: { label: 'Linked by hand', meaning: 'A person linked the two; every later run keeps the link.' },
};

export const ITC_ACTION_WORDS: Readonly<Record<ItcAction, string>> = {
  CLAIM: 'Claim',
  PENDING: 'Wait',
  INELIGIBLE: 'No credit',
  REVERSE: 'Reverse',
};

export const PAYMENT_ACTION_WORDS: Readonly<Record<PaymentAction, string>> = {
  PAY_FULL_AMOUNT: 'Pay in full',
  HOLD_GST_AMOUNT: 'Hold the GST',
  HOLD_FULL_AMOUNT: 'Hold the payment',
};

export const IMS_ACTION_WORDS: Readonly<Record<string, string>> = { ACCEPT: 'Accept', PENDING: 'Keep pending' };

export const KIND_WORDS: Readonly<Record<string, string>> = {
  INVOICE: 'Invoice',
  CREDIT_NOTE: 'Credit note',
  DEBIT_NOTE: 'Debit note',
  BILL_OF_ENTRY: 'Bill of entry',
  ISD_INVOICE: 'ISD invoice',
  ISD_CREDIT_NOTE: 'ISD credit note',
};

export const BUCKET_WORDS: Readonly<Record<string, string>> = {
  AVAILABLE: 'Available',
  UNAVAILABLE: 'Not available',
  REVERSED_37A: 'Reversed (rule 37A)',
  REJECTED: 'Rejected in IMS',
};

export const RISK_WORDS: Readonly<Record<string, string>> = {
  HIGH: 'High',
  MEDIUM: 'Medium',
  LOW: 'Low',
  COMPLIANT: 'Compliant',
};

/** Fields of `mismatch_fields`. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  documentReferenceNumber: 'Number',
  documentType: 'Type',
  docDate: 'Date',
  cpGstin: 'Supplier GSTIN',
  myGstin: 'Own GSTIN',
  pos: 'Place of supply',
  portCode: 'Port',
  reverseChargeApplicable: 'Reverse charge',
  taxableValue: 'Taxable value',
  igst: 'IGST',
  cgst: 'CGST',
  sgst: 'SGST',
  cess: 'Cess',
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Oct 2026" for 102026; the text itself where it is not a period. */
export const periodWords = (period: string): string => {
  const month = MONTHS[Number(period.slice(0, 2)) - 1];
  return period.length === 6 && month !== undefined ? `${month} ${period.slice(2)}` : period;
};

/** Says a code in words; an unknown code stays as it is. */
export const wordOf =
  (words: Readonly<Record<string, string>>) =>
  (code: string): string =>
    words[code] ?? code;
