import { parseRupees } from '@milaan/gst';
import { UsageError } from '../failure/usage-error.ts';

/** ₹10,000: a tolerance beyond this would call any two bills of a small supplier the same. */
export const MOST_TOLERANCE_PAISE = 1_000_000;

/** Rupees as typed to paise. */
export function parseTolerance(flag: string, text: string): number {
  const parsed = parseRupees(text);
  if (parsed.kind !== 'amount' || parsed.paise < 0 || parsed.paise > MOST_TOLERANCE_PAISE)
    throw new UsageError(`${flag} must be an amount in rupees from 0 to 10000, not "${text}".`);
  return parsed.paise;
}
