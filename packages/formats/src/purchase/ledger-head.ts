import type { PurchaseFieldName } from './purchase-fields.ts';

/** What a column says that is named after a ledger: a tax head, something to leave out, or null for any other name. */
export type LedgerHead = Extract<PurchaseFieldName, 'igstAmount' | 'cgstAmount' | 'sgstAmount' | 'cessAmount'>;

const HEADS: readonly (readonly [LedgerHead, RegExp])[] = [
  ['igstAmount', /\bigst\b|\bintegrated (?:tax|gst)\b/],
  ['cgstAmount', /\bcgst\b|\bcentral (?:tax|gst)\b/],
  ['sgstAmount', /\bsgst\b|\bstate (?:ut )?(?:tax|gst)\b/],
  ['cessAmount', /\bcess\b/],
];

/** Rates, the seller's side of the tax, claims and the cesses of before GST. */
const OTHER_TAX =
  /\brate\b|\boutput\b|\bpayable\b|\btds\b|\btcs\b|\bitc\b|\beligib|\bineligib|\bclaim|\bkrishi\b|\bswachh\b|\beducation\b|\bdifference\b/;
const BARE_PERCENT = /^[a-z ]+ %$/;

/** The tax head that a ledger column ("INPUT CGST", "IGST @ 18%", "Input Tax SGST - ABC") adds to. */
export const taxHeadOf = (header: string): LedgerHead | null => {
  if (OTHER_TAX.test(header) || BARE_PERCENT.test(header)) return null;
  const found = HEADS.filter(([, pattern]) => pattern.test(header));
  return found.length === 1 ? (found[0]?.[0] ?? null) : null;
};

const LEFT_OUT =
  /\bround(?:ed|ing)?\b|\brounding\b|\btds\b|\btcs\b|\brate\b|\boutput\b|\bpayable\b|\bgst\b|\b[cisu]gst\b|\btax\b|\bcess\b/;

/** True for ledger columns of a purchase that are part of its taxable value: not tax, not rounding, not TDS or TCS. */
export const isValueLedger = (header: string): boolean =>
  header !== '' && (/\bpurchase\b/.test(header) || !LEFT_OUT.test(header));
