import { formatIndianRupees, parseRupees } from '@milaan/gst';

/** A decimal amount such as "123456.70" as people in India write it: 1,23,456.70. */
export function rupees(amount: string): string {
  const parsed = parseRupees(amount);
  return parsed.kind === 'amount' ? formatIndianRupees(parsed.paise) : amount;
}
