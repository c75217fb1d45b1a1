/** Which system's register a file looks like; decides the few rules in which they differ. */
export type RegisterKind = 'MAX_ITC' | 'TALLY' | 'ERPNEXT' | 'GENERIC';

/** The headers as `normaliseHeader` leaves them. */
export const kindOf = (headers: readonly string[]): RegisterKind => {
  const has = (...names: string[]): boolean => names.some((name) => headers.includes(name));
  if (has('particulars') && has('voucher type') && has('voucher no', 'voucher ref no')) return 'TALLY';
  // A template without its number or date is still one, so that the lack is told and nothing else is read in its place.
  if (has('document type') && has('document no', 'document date') && has('item taxable amount')) return 'MAX_ITC';
  if (has('bill no') && has('posting date') && has('company gstin', 'is return', 'payable account', 'gst category'))
    return 'ERPNEXT';
  return 'GENERIC';
};
